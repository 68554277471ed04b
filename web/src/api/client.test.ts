import { afterEach, expect, test, vi } from "vitest";
import { createClient, bodyOf, type ClientHooks } from "./client";
import { agentApi } from "./queries";
import { sampleMe } from "./samples/directory";
import type { paths } from "./schema.gen";

/** An API whose every answer is `answer`, and the requests that it got. */
function answering(answer: (request: Request) => Response | Promise<Response>, hooks: ClientHooks = {}) {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    requests.push(request);
    return answer(request);
  });
  const client = createClient<paths>(hooks);
  return { api: agentApi(client), client, requests };
}

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init);

afterEach(() => vi.unstubAllGlobals());

test("the token goes along, and the server's date comes back", async () => {
  const onServerDate = vi.fn();
  const date = "Sun, 01 Mar 2026 12:00:00 GMT";
  const { api, requests } = answering(() => json(sampleMe(), { headers: { date } }), { token: () => "t1", onServerDate });
  expect(await api.me()).toEqual(sampleMe());
  expect(requests[0]?.headers.get("authorization")).toBe("Bearer t1");
  expect(requests[0]?.headers.get("accept")).toBe("application/json");
  expect(onServerDate).toHaveBeenCalledWith(date, expect.any(Number), expect.any(Number));
});

test("an id in a path is one part of it, and what is not asked stays out of the query", async () => {
  const { api, requests } = answering(() => json({ items: [], next_cursor: null }));
  await api.timeline("a/b c", { limit: 5 });
  const { pathname, search } = new URL(requests[0]?.url ?? "");
  expect(pathname + search).toBe("/v1/conversations/a%2Fb%20c/timeline?limit=5");
});

test("a text is sent under its key", async () => {
  const { api, requests } = answering(() => json({}));
  await api.sendText("c", { text: "Hi" }, "key-1");
  expect(requests[0]?.headers.get("idempotency-key")).toBe("key-1");
  expect(requests[0]?.headers.get("content-type")).toBe("application/json");
  expect(await requests[0]?.text()).toBe('{"text":"Hi"}');
});

test("a picture is handed in as its bytes, under its own type", async () => {
  const { api, requests } = answering(() => json({ id: "p1", content_type: "image/png", bytes: 3 }, { status: 201 }));
  await api.uploadPicture("c", new Blob(["abc"], { type: "image/png" }));
  await api.uploadPicture("c", new Blob(["abc"]));
  expect(requests.map(({ headers }) => headers.get("content-type"))).toEqual(["image/png", "application/octet-stream"]);
  expect(await requests[0]?.text()).toBe("abc");
});

test("an answer without a body is no failure", async () => {
  const { api } = answering(() => new Response(null, { status: 204 }));
  expect(await api.deleteTrigger("stalled", 1)).toBeUndefined();
});

test("who is not signed in any more is told once, and the request fails", async () => {
  const onUnauthorised = vi.fn();
  const { api } = answering(() => json({ message: "Unauthorized" }, { status: 401 }), { token: () => "t1", onUnauthorised });
  await expect(api.me()).rejects.toMatchObject({ status: 401, detail: "Your session has ended. Sign in again." });
  expect(onUnauthorised).toHaveBeenCalledExactlyOnceWith("t1");
});

test("a token that is refused is renewed once, and the same request goes again with its body", async () => {
  const answers = [json({}, { status: 401 }), json({})];
  const onUnauthorised = vi.fn();
  const renew = vi.fn(async (_refused: string) => "t2");
  const { api, requests } = answering(() => answers.shift() ?? json({}), { token: () => "t1", renew, onUnauthorised });
  await api.sendText("c", { text: "Hi" }, "key-1");
  expect(renew).toHaveBeenCalledExactlyOnceWith("t1");
  expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer t1", "Bearer t2"]);
  expect(requests.map(({ headers }) => headers.get("idempotency-key"))).toEqual(["key-1", "key-1"]);
  expect(await requests[1]?.text()).toBe('{"text":"Hi"}');
  expect(onUnauthorised).not.toHaveBeenCalled();
});

test("a token that is refused after it was renewed is not renewed again", async () => {
  const onUnauthorised = vi.fn();
  const renew = vi.fn(async (_refused: string) => "t2");
  const { api, requests } = answering(() => json({}, { status: 401 }), { token: () => "t1", renew, onUnauthorised });
  await expect(api.me()).rejects.toMatchObject({ status: 401 });
  expect(requests).toHaveLength(2);
  expect(renew).toHaveBeenCalledOnce();
  expect(onUnauthorised).toHaveBeenCalledExactlyOnceWith("t2");
});

test("an issuer that does not answer is no end of the session", async () => {
  const onUnauthorised = vi.fn();
  const renew = () => Promise.reject(new Error("unreachable"));
  const { api } = answering(() => json({}, { status: 401 }), { token: () => "t1", renew, onUnauthorised });
  await expect(api.me()).rejects.toMatchObject({ status: 0, temporary: true });
  expect(onUnauthorised).not.toHaveBeenCalled();
});

test.each([
  ["agent_suspended", 1],
  ["unknown_agent", 1],
  ["forbidden", 0],
])("who is refused altogether is told apart from who may not do one thing: %s", async (code, times) => {
  const onBarred = vi.fn();
  const { api } = answering(() => json({ code, detail: "No." }, { status: 403 }), { onBarred });
  await expect(api.me()).rejects.toMatchObject({ status: 403, code });
  expect(onBarred).toHaveBeenCalledTimes(times);
});

test("a failure without a body is one all the same", async () => {
  const { api } = answering(() => new Response(null, { status: 503, headers: { "content-length": "0" } }));
  await expect(api.me()).rejects.toMatchObject({ status: 503, code: "http_503" });
});

test("a server that cannot be reached may be reached later", async () => {
  const { api } = answering(() => Promise.reject(new TypeError("Failed to fetch")));
  await expect(api.me()).rejects.toMatchObject({ status: 0, code: "unreachable", temporary: true });
});

test("an answer that is no JSON cannot be read", async () => {
  const { api } = answering(() => new Response("<html>"));
  await expect(api.me()).rejects.toMatchObject({ detail: "The server's answer could not be read.", temporary: false });
});

test("a request that was given up is no problem", async () => {
  const { client } = answering(() => Promise.reject(new DOMException("", "AbortError")));
  await expect(bodyOf(client.GET("/v1/me"))).rejects.toMatchObject({ name: "AbortError" });
});
