import { expect, test } from "vitest";
import { sampleAttachment, sampleIn } from "../../api/samples/conversation";
import { fingerprint, ThumbnailAddresses } from "./thumbnails";

const withPicture = (thumbnail_url: string | null, part = {}) =>
  sampleIn(1, { attachments: [sampleAttachment({ thumbnail_url, ...part })] });

test("a thumbnail that is merely signed anew is no change", () => {
  expect(fingerprint(withPicture("https://s3/a?sig=1"))).toBe(fingerprint(withPicture("https://s3/a?sig=2")));
});

test("a thumbnail that is there at last is one, and so is a new state", () => {
  expect(fingerprint(withPicture(null))).not.toBe(fingerprint(withPicture("https://s3/a?sig=1")));
  expect(fingerprint(withPicture(null, { state: "scanning" }))).not.toBe(fingerprint(withPicture(null)));
});

test("an address that ran out is replaced by the newest, or by none", () => {
  const addresses = new ThumbnailAddresses();
  addresses.learn([withPicture("https://s3/a?sig=1")]);
  expect(addresses.after("https://s3/a?sig=1", "thread.1", 1)).toBeNull();
  addresses.learn([withPicture("https://s3/a?sig=2")]);
  expect(addresses.after("https://s3/a?sig=1", "thread.1", 1)).toBe("https://s3/a?sig=2");
  expect(addresses.after("https://s3/a?sig=1", "thread.2", 1)).toBeNull();
});
