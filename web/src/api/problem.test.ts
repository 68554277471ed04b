import { afterEach, expect, test, vi } from "vitest";
import { bodyOf, createClient } from "./client";
import { explain, Problem } from "./problem";
import type { paths } from "./schema.gen";

/** What becomes of an answer. */
async function problemOf(status: number, body: string): Promise<Problem> {
  vi.stubGlobal("fetch", async () => new Response(body, { status }));
  const failure: unknown = await bodyOf(createClient<paths>().GET("/v1/me")).catch((error: unknown) => error);
  if (failure instanceof Problem) return failure;
  throw new Error("no problem");
}

afterEach(() => vi.unstubAllGlobals());

test("a lost claim names the winner", async () => {
  const body = { code: "already_claimed", detail: "Conflict.", claimed_by: { id: "sofia", name: "Sofia" } };
  expect(explain(await problemOf(409, JSON.stringify(body)))).toBe("Sofia claimed this conversation.");
});

test("a problem document's detail is shown, with its code and request id kept", async () => {
  const problem = await problemOf(422, JSON.stringify({ code: "text_too_long", detail: "Too long.", request_id: "r1" }));
  expect(explain(problem)).toBe("Too long.");
  expect(problem).toMatchObject({ status: 422, code: "text_too_long", requestId: "r1" });
});

test.each(["<html>", "null", "[]", '"text"', '{"detail":5,"claimed_by":{"id":1}}'])("an answer of %s still has a sentence", async (body) => {
  const problem = await problemOf(502, body);
  expect(problem.code).toBe("http_502");
  expect(problem.detail).toContain("502");
});

test("only what may pass by itself is temporary", () => {
  expect([0, 429, 500, 503].map((status) => new Problem(status, {}).temporary)).toEqual([true, true, true, true]);
  expect([400, 401, 404, 409, 422].some((status) => new Problem(status, {}).temporary)).toBe(false);
});
