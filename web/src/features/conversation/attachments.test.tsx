import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { sampleAllowed, sampleRefused } from "../../api/samples/ability";
import { sampleAttachment, sampleIn } from "../../api/samples/conversation";
import { mine, open, press, server } from "./opened-pane";

const received = (part: Parameters<typeof sampleAttachment>[0]) =>
  sampleIn(1, { text: "My pay stub", attachments: [sampleAttachment(part)] });

test("Secure Download emails a link, and says where it went (EL-21, EL-22, IN-21)", async () => {
  const { api } = server(mine);
  api.timeline.mockResolvedValue({ items: [received({})], next_cursor: null });
  open(api);
  await screen.findByAltText("Picture from (555) 201-0001");
  press("Secure Download: picture 1");
  await screen.findByText(/^A link was emailed to m\*\*\*@lakeside\.example; it works until 3:04\sPM\.$/);
  expect(api.secureDownload).toHaveBeenCalledWith("thread.1", 1);
});

test("a document without a picture of it is offered as well", async () => {
  const { api } = server(mine);
  const document = { content_type: "application/pdf", thumbnail_url: null, name: "W-2.pdf" };
  api.timeline.mockResolvedValue({ items: [received(document)], next_cursor: null });
  open(api);
  await screen.findByText("W-2.pdf");
  press("Secure Download: pdf 1");
  await waitFor(() => expect(api.secureDownload).toHaveBeenCalledWith("thread.1", 1));
});

test("a medium that could not be fetched says why, and is asked for again", async () => {
  const { api } = server(mine);
  const reason = { code: "not_found_at_carrier", detail: "The carrier does not have it." };
  const failed = { state: "failed", reason, thumbnail_url: null, downloadable: false, can_retry: sampleAllowed } as const;
  api.timeline.mockResolvedValue({ items: [received(failed)], next_cursor: null });
  const again = received({ ...failed, state: "fetching", reason: null, can_retry: sampleRefused("attachment_not_failed", "The file did not fail.") });
  api.retryAttachment.mockImplementation(async () => {
    api.timeline.mockResolvedValue({ items: [again], next_cursor: null });
    return again;
  });
  open(api);
  await screen.findByText("The carrier does not have it.");
  press("Retry: picture 1");
  await screen.findByText("Fetching it from the carrier");
  expect(screen.queryByRole("button", { name: /Secure Download/ })).toBeNull();
});

test("what cannot be fetched again says so", async () => {
  const { api } = server(mine);
  const reason = { code: "not_found_at_carrier", detail: "The carrier does not have it." };
  const can_retry = sampleRefused("attachment_erased", "The carrier erased the file. Ask the member to send it once more.");
  const failed = received({ state: "failed", reason, thumbnail_url: null, downloadable: false, can_retry });
  api.timeline.mockResolvedValue({ items: [failed], next_cursor: null });
  open(api);
  await screen.findByText("The carrier erased the file. Ask the member to send it once more.");
  expect(screen.queryByRole("button", { name: /Retry/ })).toBeNull();
});

test("what is blocked or withheld says so and offers nothing (IN-20)", async () => {
  const { api } = server(mine);
  const off = { thumbnail_url: null, downloadable: false } as const;
  const attachments = [
    sampleAttachment({ ...off, state: "blocked", reason: { code: "malware", detail: "The file holds malware." } }),
    sampleAttachment({ ...off, index: 2, state: "withheld" }),
  ];
  api.timeline.mockResolvedValue({ items: [sampleIn(1, { attachments })], next_cursor: null });
  open(api);
  await screen.findByText("The file holds malware.");
  await screen.findByText("A picture was sent; pictures are off");
  expect(screen.queryByRole("button", { name: /Download|Retry|Enlarge/ })).toBeNull();
});

test("a thumbnail whose address ran out is fetched from a newer one", async () => {
  const { api } = server(mine);
  api.timeline.mockResolvedValueOnce({ items: [received({})], next_cursor: null });
  api.timeline.mockResolvedValue({ items: [received({ thumbnail_url: "https://documents.example/t?signature=2" })], next_cursor: null });
  open(api);
  const image = await screen.findByAltText<HTMLImageElement>("Picture from (555) 201-0001");
  press("Close conversation");
  press("Close it");
  await waitFor(() => expect(api.timeline).toHaveBeenCalledTimes(2));
  expect(image.src).toContain("signature=1");
  fireEvent.error(image);
  await waitFor(() => expect(image.src).toContain("signature=2"));
  fireEvent.error(image);
  await screen.findByText("No preview");
});
