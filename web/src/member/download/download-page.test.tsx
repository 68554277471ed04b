import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../../api/problem";
import { SignInFault } from "../../auth/fault";
import { openTab, SampleBrowser, sampleIssuer, sampleSession } from "../../auth/samples";
import { storeSession } from "../../auth/session";
import type { DescribedDownload, DownloadApi } from "./download-api";
import { DownloadPage } from "./download-page";

const described: DescribedDownload = {
  brand: "Lakeside",
  file: { content_type: "image/png", bytes: 64_000, name: "pay-stub.png" },
  expires_at: "2026-03-01T15:04:00Z",
  needs_session: true,
};

/** The page of a link in a tab of its own, in which Maria is signed in or not. */
function open(fragment: string, signedIn: boolean, issuer = sampleIssuer(), browser = new SampleBrowser()) {
  const kept = sessionStorage.getItem("memberline.download");
  const { keeper, leave: leaveForIssuer } = openTab(browser, issuer);
  if (kept !== null) sessionStorage.setItem("memberline.download", kept);
  history.replaceState(null, "", `/download${fragment}`);
  if (signedIn) storeSession(sampleSession({ token: "session-1", obtainedAt: Date.now() - 60_000 }));
  const api = {
    describe: vi.fn(async (_token: string) => described),
    open: vi.fn(async (_token: string, _session: string | null) => {
      return { url: "https://documents.s3.amazonaws.com/a?signature=1", expires_at: "2026-03-01T14:05:00Z" };
    }),
  } satisfies DownloadApi;
  const leave = vi.fn();
  render(<DownloadPage api={api} keeper={keeper} leave={leave} />);
  return { api, leave, keeper, leaveForIssuer, issuer, browser };
}

beforeEach(() => sessionStorage.clear());
const download = () => fireEvent.click(screen.getByRole("button", { name: "Download" }));

test("it tells what there is, fetches nothing by itself, and a click leads to the file (EL-22, X-20)", async () => {
  const { api, leave } = open("#token-1", true);
  await screen.findByRole("heading", { name: "pay-stub.png" });
  screen.getByText("Lakeside");
  screen.getByText("Picture, 64 KB");
  expect(api.open).not.toHaveBeenCalled();
  download();
  await waitFor(() => expect(leave).toHaveBeenCalledWith("https://documents.s3.amazonaws.com/a?signature=1"));
  expect(api.open).toHaveBeenCalledWith("token-1", "session-1");
  await screen.findByText(/^The download has begun/);
});

test("the token is gone from the address, and outlives a reload in this tab only", async () => {
  const { api } = open("#token-1", true);
  await screen.findByRole("heading", { name: "pay-stub.png" });
  expect(location.href).not.toContain("token-1");
  expect(JSON.stringify({ ...localStorage })).not.toContain("token-1");
  cleanup();
  const again = open("", true);
  await screen.findByRole("heading", { name: "pay-stub.png" });
  expect(again.api.describe).toHaveBeenCalledWith("token-1");
  expect(api.describe).toHaveBeenCalledTimes(1);
});

test("who is not signed in goes to the issuer, and comes back to the file", async () => {
  const { issuer, leaveForIssuer } = open("#token-1", false);
  fireEvent.click(await screen.findByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(leaveForIssuer).toHaveBeenCalledOnce());
  expect(issuer.begin).toHaveBeenCalledWith("/download");
  cleanup();
  const { api } = open("", true);
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await waitFor(() => expect(api.open).toHaveBeenCalledWith("token-1", "session-1"));
});

test("who signs in in another tab is signed in here", async () => {
  const { browser, api } = open("#token-1", false);
  await screen.findByRole("button", { name: "Sign in" });
  browser.tab().tell({ kind: "session", session: sampleSession({ token: "session-2" }) });
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await waitFor(() => expect(api.open).toHaveBeenCalledWith("token-1", "session-2"));
});

test("where the link alone suffices nobody is asked to sign in", async () => {
  const { api, leave } = open("", false);
  cleanup();
  api.describe.mockResolvedValue({ ...described, needs_session: false });
  history.replaceState(null, "", "/download#token-3");
  const { keeper } = openTab();
  render(<DownloadPage api={api} keeper={keeper} leave={leave} />);
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await waitFor(() => expect(api.open).toHaveBeenCalledWith("token-3", null));
});

test("a token that ran out meanwhile is renewed, and nobody notices", async () => {
  const { api, leave } = open("#token-1", true);
  api.open.mockRejectedValueOnce(new Problem(401, { code: "session_needed" }));
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await waitFor(() => expect(leave).toHaveBeenCalledOnce());
  expect(api.open).toHaveBeenLastCalledWith("token-1", "renewed-1");
});

test("a session that has ended says so, and the link is still known", async () => {
  const issuer = sampleIssuer();
  issuer.renew.mockRejectedValue(new SignInFault("expired"));
  const { api, browser } = open("#token-1", true, issuer);
  api.open.mockRejectedValueOnce(new Problem(401, { code: "session_needed" }));
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await screen.findByText("Your session has ended. Sign in to go on where you were.");
  browser.tab().tell({ kind: "session", session: sampleSession({ token: "session-2" }) });
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await waitFor(() => expect(api.open).toHaveBeenLastCalledWith("token-1", "session-2"));
});

test("a link of an hour ago says how to get a new one, and is forgotten (EL-23, EL-24)", async () => {
  const { api } = open("", true);
  cleanup();
  api.describe.mockRejectedValue(new Problem(410, { code: "link_expired" }));
  history.replaceState(null, "", "/download#token-1");
  const { keeper } = openTab();
  render(<DownloadPage api={api} keeper={keeper} leave={() => {}} />);
  await screen.findByText("This link has expired.");
  screen.getByText("Press Secure Download again for a new one.");
  expect(screen.queryByRole("button", { name: "Download" })).toBeNull();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain("token-1");
});

test("a link that expires while the page is open says so", async () => {
  const { api, leave } = open("#token-1", true);
  api.open.mockRejectedValue(new Problem(410, { code: "link_expired" }));
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await screen.findByText("This link has expired.");
  expect(leave).not.toHaveBeenCalled();
});

test("another agent's link is unknown, and its owner may sign in", async () => {
  const { api, leaveForIssuer } = open("#token-1", true);
  api.open.mockRejectedValueOnce(new Problem(404, { code: "link_not_found" }));
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await screen.findByText("This link doesn't work.");
  fireEvent.click(screen.getByRole("button", { name: "Sign in as someone else" }));
  await waitFor(() => expect(leaveForIssuer).toHaveBeenCalledWith("https://issuer.example/logout"));
  expect(sessionStorage.getItem("memberline.sign-in.goal")).toBe("/download");
  expect(sessionStorage.getItem("memberline.download")).toBe("token-1");
});

test("an address without a token asks nothing of the server", async () => {
  const { api } = open("", true);
  await screen.findByText("This link doesn't work.");
  expect(api.describe).not.toHaveBeenCalled();
});

test("an endless fragment is no token", async () => {
  const { api } = open(`#${"a".repeat(5_000)}`, true);
  await screen.findByText("This link doesn't work.");
  expect(api.describe).not.toHaveBeenCalled();
});

test("another link opened in the same tab is followed", async () => {
  const { api } = open("#token-1", true);
  await screen.findByRole("heading", { name: "pay-stub.png" });
  history.replaceState(null, "", "/download#token-2");
  dispatchEvent(new HashChangeEvent("hashchange"));
  await waitFor(() => expect(api.describe).toHaveBeenLastCalledWith("token-2"));
});

test("a script's address is no file's", async () => {
  const { api, leave } = open("#token-1", true);
  api.open.mockResolvedValue({ url: "javascript:alert(1)", expires_at: "" });
  await screen.findByRole("heading", { name: "pay-stub.png" });
  download();
  await screen.findByRole("alert");
  expect(leave).not.toHaveBeenCalled();
});
