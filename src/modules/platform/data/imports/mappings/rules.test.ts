import { describe, expect, test } from "vitest";
import { offersFor, placedIn } from "./rules";

const column = (header: string, field: string | null = header.toLowerCase()) => ({ header, field });

describe("saved columns", () => {
  test("are found in a file by their headers, however they are written and wherever they stand", () => {
    const { columns, absent } = placedIn(["E-Mail ", "company"], [column("Company"), column("e-mail"), column("City")]);
    expect(columns.map(({ header, column: at }) => [header, at])).toEqual([
      ["Company", 1],
      ["e-mail", 0],
    ]);
    expect(absent.map(({ header }) => header)).toEqual(["City"]);
  });

  test("with equal headers are those of the file in their order", () => {
    const { columns } = placedIn(["Phone", "Phone"], [column("Phone", "mobile"), column("Phone", "phone")]);
    expect(columns.map(({ field, column: at }) => [field, at])).toEqual([
      ["mobile", 0],
      ["phone", 1],
    ]);
  });
});

describe("a file is offered", () => {
  const file = { columns: ["Company", "City", "Note"], entity: "account", mixed: false, appliedId: "b" };
  const saved = (id: string, headers: string[], entity = "account") => ({
    id,
    name: id,
    entity,
    columns: headers.map((header) => column(header)),
  });

  test("mappings of which it has most columns, those that fit most first", () => {
    const mappings = [
      saved("a", ["Company", "City", "Street"]),
      saved("b", ["Company", "City"]),
      saved("c", ["Company", "Street", "Country"]),
    ];
    expect(offersFor(file, mappings)).toEqual([
      { id: "b", name: "b", columns: 2, fits: 2, applied: true },
      { id: "a", name: "a", columns: 3, fits: 2, applied: false },
    ]);
  });

  test("no mapping that fills no field, and of a file of several objects only those of its own object", () => {
    const empty = { ...saved("e", []), columns: [column("Company", null)] };
    const contacts = saved("p", ["Company"], "contact");
    expect(offersFor(file, [empty, contacts]).map(({ id }) => id)).toEqual(["p"]);
    expect(offersFor({ ...file, mixed: true }, [empty, contacts])).toEqual([]);
  });
});
