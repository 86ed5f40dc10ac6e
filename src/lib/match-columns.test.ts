import { describe, expect, it } from "vitest";
import { type ColumnField, commonPrefix, idColumnOf, matchColumns, seeColumns, typeColumnOf } from "./match-columns";

const FIELDS: ColumnField[] = [
  { key: "externalId", label: "External id", synonyms: ["id", "deal id", "opportunity id"], kind: "text" },
  { key: "owner", label: "Owner", synonyms: ["sales agent", "sales rep", "account manager"], kind: "text" },
  { key: "account", label: "Account", synonyms: ["company", "customer", "firm"], kind: "text" },
  { key: "closeDate", label: "Close date", synonyms: ["closed on"], kind: "date" },
  { key: "amount", label: "Amount", synonyms: ["value", "close value", "deal size"], kind: "money" },
  { key: "email", label: "E-mail", synonyms: ["mail", "email address"], kind: "email" },
];

function suggested(headers: string[], rows: string[][] = []): (string | null)[] {
  return matchColumns(seeColumns(headers, rows), FIELDS).map(({ field }) => field);
}

describe("matchColumns", () => {
  it("knows a field by name, label and synonym in any spelling", () => {
    expect(suggested(["deal_id", "Sales Agent", "COMPANY", "closeDate", "Deal size (USD)", "E-Mail"])).toEqual([
      "externalId",
      "owner",
      "account",
      "closeDate",
      "amount",
      "email",
    ]);
  });

  it("knows a field by a misspelt name", () => {
    expect(suggested(["Acount", "Ammount"])).toEqual(["account", "amount"]);
  });

  it("lets values decide between names", () => {
    const rows = [
      ["Acme", "ada@example.com", "2020-01-02"],
      ["Bolt", "bo@example.com", "2020-03-04"],
    ];
    expect(suggested(["account", "account mail", "close"], rows)).toEqual(["account", "email", "closeDate"]);
  });

  it("does not suggest a field that the values cannot be", () => {
    const rows = [["see contract"], ["to be agreed"]];
    expect(suggested(["close date"], rows)).toEqual([null]);
  });

  it("gives a name of two fields to the one that takes its values, and none to a field that takes only others", () => {
    const known = (words: string[]) => (text: string) => words.includes(text);
    const fields: ColumnField[] = [
      { key: "outcome", label: "Status", kind: "text", takes: known(["won", "lost"]) },
      { key: "stage", label: "Stage", synonyms: ["status"], kind: "text" },
      { key: "currency", label: "Currency", kind: "text", takes: known(["EUR"]), takesOnly: true },
    ];
    const match = (headers: string[], rows: string[][]) =>
      matchColumns(seeColumns(headers, rows), fields).map(({ field }) => field);
    expect(match(["Status", "Stage"], [["won", "Proposal"]])).toEqual(["outcome", "stage"]);
    expect(match(["Status", "Currency"], [["Proposal", "EUR"]])).toEqual(["stage", "currency"]);
    expect(match(["Currency"], [["10 %"]])).toEqual([null]);
  });

  it("looks behind what all headers begin with, where a dash or colon ends it", () => {
    expect(suggested(["Deal - ID", "Deal - Owner", "Deal - Value"])).toEqual(["externalId", "owner", "amount"]);
    expect(suggested(["Deal: ID", "Deal: Owner", "Value"])).toEqual(["externalId", "owner", "amount"]);
    expect(commonPrefix([{ header: "Deal - ID" }, { header: "Deal - Owner" }])).toBe("");
    expect(commonPrefix(["A - x", "A - y", "B - z"].map((header) => ({ header })))).toBe("");
  });

  it("knows amounts of which some have a mark", () => {
    expect(suggested(["value"], [["10"], ["€ 20.50"], ["CHF 5"]])).toEqual(["amount"]);
  });

  it("suggests a field for a column with some broken values", () => {
    const rows = [["2017-01-02"], ["2017-02-30"], ["2017-03-04"]];
    expect(suggested(["close date"], rows)).toEqual(["closeDate"]);
  });

  it("suggests each field once, for the better name", () => {
    const [first, second] = matchColumns(seeColumns(["company name", "account"], []), FIELDS);
    expect(first).toMatchObject({ field: null, score: 0 });
    expect(second).toMatchObject({ field: "account" });
    expect(second?.score).toBeGreaterThan(0.9);
  });

  it("gives the only column of amounts to the only field of amounts, by signs, codes or thousands", () => {
    for (const values of [
      ["$1,200", "$3"],
      ["EUR 1200", "USD 3"],
      ["1,200,000", "3,000"],
      ["1.200,50", "30.000"],
    ])
      expect(
        suggested(
          ["Contract"],
          values.map((value) => [value]),
        ),
      ).toEqual(["amount"]);
    expect(suggested(["Seats"], [["12"], ["1200"]])).toEqual([null]);
    expect(suggested(["Contract", "Fee"], [["$1,200", "$3"]])).toEqual([null, null]);
    expect(suggested(["Amount", "Fee"], [["$1,200", "$3"]])).toEqual(["amount", null]);
  });

  it("takes no column of truths or dates for names of records", () => {
    const fields: ColumnField[] = [{ key: "owner", label: "Owner", kind: "text", names: "member" }];
    const named = (value: string) =>
      matchColumns(seeColumns(["Owner"], [[value], [value]]), fields).map(({ field }) => field);
    expect(["yes", "FALSE", "1", "2024-03-01", "Ada"].map(named)).toEqual([[null], [null], [null], [null], ["owner"]]);
  });

  it("takes no column of truths for dates", () => {
    expect(suggested(["Closed on"], [["1"], ["0"]])).toEqual([null]);
    expect(suggested(["Closed on"], [["45234"], ["45235"]])).toEqual(["closeDate"]);
  });

  it("takes first names for the name of a person only", () => {
    const name: ColumnField = { key: "name", label: "Name", synonyms: ["deal name"], kind: "text" };
    const mail: ColumnField = { key: "email", label: "E-mail", kind: "email" };
    const found = (headers: string[], fields: ColumnField[]) =>
      matchColumns(seeColumns(headers, []), fields).map(({ field }) => field);
    expect(found(["First Name", "LastName", "Deal"], [name])).toEqual([null, null, "name"]);
    expect(found(["First Name", "Vorname"], [name])).toEqual([null, null]);
    expect(found(["First Name"], [name, mail])).toEqual(["name"]);
  });

  it("reads values only of columns whose name may be that of the field", () => {
    const read: string[] = [];
    const takes = (text: string) => read.push(text) > 0;
    const field: ColumnField = { key: "stage", label: "Stage", kind: "text", takes };
    const rows = [["Won", "Chicago", "Acme"]];
    const [stage] = matchColumns(seeColumns(["Stage", "City", "Customer"], rows), [field]);
    expect(stage).toMatchObject({ field: "stage", score: 1 });
    expect(read).toEqual(["Won"]);
  });

  it("takes the last of something neither for the first nor for the next", () => {
    const fields: ColumnField[] = [
      { key: "nextStepOn", label: "Next step on", synonyms: ["next activity date"], kind: "date" },
      { key: "firstName", label: "First name", kind: "text" },
    ];
    const found = (header: string, value: string) =>
      matchColumns(seeColumns([header], [[value]]), fields).map(({ field }) => field);
    expect([found("Last activity date", "2099-01-01"), found("Last name", "Field")]).toEqual([[null], [null]]);
    expect(found("Next activity date", "2099-01-01")).toEqual(["nextStepOn"]);
  });

  it("gives further columns of a numbered name to a field that takes several, and to no other", () => {
    const several: ColumnField[] = [
      { key: "emails", label: "E-mails", synonyms: ["email", "e-mail 1 - value"], kind: "email", several: true },
      { key: "phone", label: "Phone", kind: "text" },
    ];
    const match = (headers: string[], row: string[]) =>
      matchColumns(seeColumns(headers, [row]), several).map(({ field }) => field);
    const address = "a@x.example";
    expect(match(["E-mail 1 - Value", "E-mail 2 - Value", "Email 12"], [address, address, address])).toEqual([
      "emails",
      "emails",
      "emails",
    ]);
    expect(match(["Email", "Email 2", "Email type 2"], [address, "no", address])).toEqual(["emails", null, null]);
    expect(match(["Phone", "Phone 2"], ["1", "2"])).toEqual(["phone", null]);
  });

  it("leaves columns alone that have no field", () => {
    expect(suggested(["year_established", "series", "Column 3"])).toEqual([null, null, null]);
  });
});

describe("idColumnOf", () => {
  it.each([
    ["Associated Contact", "Associated Contact IDs", 1],
    ["Account Name", "Account ID", 1],
    ["Name", "ID", null],
    ["Contact", "Contact Email", null],
  ])("finds the ids of %s in %s: %s", (name, other, column) => {
    expect(idColumnOf([name, other], 0)).toBe(column);
  });
});

describe("typeColumnOf", () => {
  it.each([
    ["E-mail 1 - Value", ["E-mail 1 - Label", "E-mail 2 - Label"], 1],
    ["E-mail 2 - Value", ["E-mail 1 - Type", "E-mail 2 - Type"], 2],
    ["Phone", ["Phone type"], 1],
    ["E-mail Address", ["E-mail Type"], null],
    ["Type", ["Label"], null],
  ])("finds the types of %s in %j: %s", (name, others, column) => {
    expect(typeColumnOf([name, ...others], 0)).toBe(column);
  });
});
