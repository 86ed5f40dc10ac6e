import { expect, test } from "vitest";
import { replacementOf, underwayText } from "./files-underway";
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

test("a file that is read anew says so in the place of each object of its rows", () => {
  const files = [
    { id: "accounts", position: 0 },
    { id: "contacts", position: 0 },
    { id: "deals", position: 1 },
  ];
  const sheet: Upload = { ...upload("book.xlsx", null), replaces: "accounts", format: { sheet: "People" } };
  const found = files.map((file) => replacementOf(file, files, [upload("other.csv", null), sheet])?.key);
  expect(found).toEqual(["book.xlsx", "book.xlsx", undefined]);
  expect(underwayText(sheet)).toBe("Reading sheet People of book.xlsx");
  expect(replacementOf({ position: 0 }, files, [{ ...sheet, state: "refused" }])).toBeUndefined();
});
