import { expect, test } from "vitest";
import { api } from "@/test/part";
import { wordsUnanswered } from "@/test/unanswered";
import type { ImportFile } from "../schema";
import { FileDecisions } from "./file-decisions";
import { ObjectSelect } from "./object-select";
import { type ShownImport, ShownImportProvider } from "./shown-import";

const objects = api.imports.objects.queryKey({});
const again = "The server could not be reached. Check your connection and try again. Try again";

test("objects that did not come are no empty list to choose from", () => {
  const select = <ObjectSelect fileName="deals.csv" entity={null} onChange={() => undefined} />;
  expect(wordsUnanswered(select, objects)).toBe("Not loaded, try again");
});

test("nor are the fields that columns can fill", () => {
  const file: ImportFile = {
    ...{ id: "deals", position: 0, name: "deals.csv", entity: "opportunity", sizeBytes: 9, encoding: "utf-8" },
    ...{
      delimiter: ",",
      headerRow: 1,
      sheet: null,
      sheets: [],
      fillDown: [],
      rowCount: 1,
      title: "deals.csv",
      columns: ["Name"],
      mapping: [],
      choices: {},
    },
    ...{
      options: {
        owner: { kind: "nobody" },
        recogniseBy: null,
        answers: {},
        constants: {},
        missing: {},
        withoutKey: null,
        ifExists: "update",
        nationalNumbers: null,
        emptyCells: "keep",
        joinedNames: [],
      },
      seenBefore: null,
      remembered: null,
    },
  };
  const analysis = {
    fileId: file.id,
    columns: [],
    values: [],
    unlisted: [],
    missing: [],
    withoutKey: null,
    nationalNumbers: null,
    needsObject: false,
    impossible: [],
    otherObject: null,
    blockers: [],
    repeatedNames: null,
    asksOwner: false,
    mappings: [],
  };
  const shown = { detail: { id: "import" }, step: "match", questions: {} } as ShownImport;
  const decisions = (
    <ShownImportProvider value={shown}>
      <FileDecisions file={file} analysis={analysis} />
    </ShownImportProvider>
  );
  expect(wordsUnanswered(decisions, objects)).toBe(`The fields to choose from could not be loaded ${again}`);
});
