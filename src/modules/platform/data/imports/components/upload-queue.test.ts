import { expect, test } from "vitest";
import { type Upload, unlisted } from "./upload-queue";

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
