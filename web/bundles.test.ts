// @vitest-environment node
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, expect, test } from "vitest";

interface Bundle {
  /** The most that its scripts and styles may weigh together, in bytes of gzip. */
  budget: number;
  /** What it is made of in `src/`, the ground aside. */
  parts: RegExp;
}

const bundles: Record<string, Bundle> = {
  console: { budget: 54_500, parts: /^(app|features)\// },
  member: { budget: 28_500, parts: /^member\// },
  handset: { budget: 22_000, parts: /^local\/(handset\/|[^/]+$)/ },
  mailbox: { budget: 18_500, parts: /^local\/(mailbox\/|[^/]+$)/ },
};
/** What every page may use. */
const ground = /^(api|auth|ui|time|theme)\//;

const root = fileURLToPath(new URL(".", import.meta.url));
let built: Rolldown.RolldownOutput["output"];

beforeAll(async () => {
  process.env.NODE_ENV = "production";
  const made = await build({ root, configFile: `${root}vite.config.ts`, mode: "production", logLevel: "error", build: { write: false } });
  if (!("output" in made)) throw new Error("this is not one build");
  built = made.output;
}, 60_000);

const chunkOf = (file: string) => built.find((one): one is Rolldown.OutputChunk => one.type === "chunk" && one.fileName === file);

/** The chunks that a page loads: its own and those that they import, at once or later. */
function loaded(name: string): Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>();
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    for (const file of [...chunk.imports, ...chunk.dynamicImports]) visit(chunkOf(file));
  };
  visit(built.find((one): one is Rolldown.OutputChunk => one.type === "chunk" && one.isEntry && one.name === name));
  return [...found];
}

/** What all of them weigh, with their styles. */
function weight(chunks: readonly Rolldown.OutputChunk[]): number {
  const styles = new Set(chunks.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
  const sources = built.flatMap((one) => (one.type === "asset" && styles.has(one.fileName) ? [one.source] : []));
  return [...chunks.map(({ code }) => code), ...sources].reduce((sum, content) => sum + gzipSync(content).length, 0);
}

test("every page has a budget", () => {
  const entries = built.flatMap((one) => (one.type === "chunk" && one.isEntry ? [one.name] : []));
  expect(entries.sort()).toEqual(Object.keys(bundles).sort());
});

test.each(Object.entries(bundles))("%s keeps to its budget", (name, { budget }) => {
  const bytes = weight(loaded(name));
  console.info(`${name}: ${bytes} of ${budget} bytes`);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(budget);
});

test.each(Object.entries(bundles))("%s has nothing of the other pages", (name, { parts }) => {
  const modules = loaded(name).flatMap(({ moduleIds }) => moduleIds);
  const own = modules.flatMap((id) => (id.startsWith(`${root}src/`) ? [id.slice(`${root}src/`.length)] : []));
  expect(own.filter((path) => parts.test(path))).not.toEqual([]);
  expect(own.filter((path) => !parts.test(path) && !ground.test(path))).toEqual([]);
});
