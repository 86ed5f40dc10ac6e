import { expect, test } from "vitest";
import { timeOf, unlisted } from "./upload-list";
import type { Upload } from "./upload-queue";

const upload = (key: string, fileId: string | null): Upload => ({
  key,
  fileId,
  place: "import",
  importId: "import",
  file: new File([], key),
  format: {},
  replaces: null,
  sent: 0,
  state: "reading",
  refusal: null,
});

test("a file that the import has stands in the list once, while its upload is still being put away", () => {
  const uploads = [upload("sent", "one"), upload("coming", null), upload("not told yet", "three")];
  expect(unlisted(uploads, [{ id: "one" }, { id: "two" }]).map(({ key }) => key)).toEqual(["coming", "not told yet"]);
});

test("a reverted import keeps the time at which it came in", () => {
  const [createdAt, finishedAt, reverting] = ["2026-03-01T10:00:00Z", "2026-03-01T10:05:00Z", "2026-03-02T08:00:00Z"];
  expect(timeOf({ createdAt, startedAt: reverting, finishedAt })).toBe(finishedAt);
  expect(timeOf({ createdAt, startedAt: "2026-03-01T10:04:00Z", finishedAt: null })).toBe("2026-03-01T10:04:00Z");
  expect(timeOf({ createdAt, startedAt: null, finishedAt: null })).toBe(createdAt);
});
