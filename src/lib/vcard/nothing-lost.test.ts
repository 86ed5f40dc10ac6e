import { describe, expect, test } from "vitest";
import { card, cardsIn } from "./vcard.fixture";

const ann = { "First name": "Ann", "Last name": "Field" };
const read = async (version: string, ...lines: string[]) => {
  const [row = {}] = await cardsIn(card(version, "N:Field;Ann", ...lines));
  const { "First name": _first, "Last name": _last, ...others } = row;
  return others;
};

describe("nothing of a card is lost without a word", () => {
  test.each<[string, string[], Record<string, string>]>([
    ["a label of a person", ["item1.X-ABRELATEDNAMES:Eva", "item1.X-ABLabel:_$!<Mother>!$_"], { Mother: "Eva" }],
    ["a label of a date", ["item1.X-ABDATE:1999-05-01", "item1.X-ABLabel:First met"], { "First met": "1999-05-01" }],
    ["a date without one", ["X-ABDATE:1999-05-01"], { "Other dates": "1999-05-01" }],
    [
      "a label of a page",
      ["item1.URL:https://b.example", "item1.X-ABLabel:Blog"],
      { "Blog page": "https://b.example" },
    ],
    [
      "a usual label of a page",
      ["item1.URL:https://b.example", "item1.X-ABLabel:_$!<HomePage>!$_"],
      { Website: "https://b.example" },
    ],
    [
      "the label of the first address",
      ["item1.ADR:;;Weg 1;Ulm;;;", "item1.X-ABLabel:Holidays"],
      { Street: "Weg 1", City: "Ulm", "Kind of address": "Holidays" },
    ],
    [
      "the type of the first address",
      ["ADR;TYPE=HOME,pref:;;Weg 1;;;;"],
      { Street: "Weg 1", "Kind of address": "home" },
    ],
    [
      "a label of another entry",
      ["item1.NOTE:x", "item1.X-ABLabel:Secret"],
      { Note: "x", "Custom labels": "Secret: x" },
    ],
    [
      "an unknown type of a number",
      ["TEL;Assistant:+49 1", "TEL;CELL;X-Boat:+49 2"],
      { Phone: "other: +49 1; mobile: +49 2", "Assistant number": "+49 1", "Boat number": "+49 2" },
    ],
    [
      "a label of an address of e-mail",
      ["item1.EMAIL:a@x.example", "item1.X-ABLabel:Club"],
      { "E-mail": "other: a@x.example", "Custom labels": "Club: a@x.example" },
    ],
    ["a note in base64", ["NOTE;ENCODING=BASE64:R3LDvMOf", " ZQ==", ""], { Note: "Grüße" }],
    ["a path in base64", ["NOTE;BASE64:QzpcbmV3"], { Note: "C:\\new" }],
    ["a usual label of another entry", ["item1.NOTE:x", "item1.X-ABLabel:_$!<Home>!$_"], { Note: "x" }],
    ["a note in base64 on lines of its own", ["NOTE;BASE64:", "R3LDvMOf", "ZQ=="], { Note: "Grüße" }],
    ["data of no known kind", ["X-BLOB;ENCODING=b:AAECAw==", " AAAA"], { "Not read": "X-BLOB: data that is no text" }],
    ["the service of a chat", ["IMPP;X-SERVICE-TYPE=Skype:skype:ann"], { "Instant messaging": "Skype: skype:ann" }],
    ["the place of a chat", ["IMPP;TYPE=work:xmpp:ann@x"], { "Instant messaging": "work: xmpp:ann@x" }],
    ["the type of a related person", ["RELATED;TYPE=spouse;VALUE=text:Bo"], { Spouse: "Bo" }],
    ["a second name", ["N:Moll;Eva;;Dr.;"], { "Other names": "Dr. Eva Moll" }],
    [
      "further parts of a name and of an address",
      ["N;PREF=1:Field;Ann;;;;Older;Jr.", "ADR:;;Weg 1;Ulm;;;;Room 5;;Weg 1"],
      {
        "Further parts of the name": "Older, Jr.",
        Street: "Weg 1",
        City: "Ulm",
        "Further parts of the address": "Room 5",
        "Other names": "Ann Field",
      },
    ],
  ])("%s", async (_, lines, cells) => {
    expect(await read("4.0", ...lines)).toEqual(cells);
  });

  test("a picture says nothing, whatever its entry is called", async () => {
    expect(
      await read(
        "3.0",
        "X-FACE;ENCODING=b;TYPE=PNG:QUJD",
        "X-ICON:data:image/png;base64,QUJD",
        "PHOTO;ENCODING=b:QUJD",
        "KEY;BASE64:QUJD",
      ),
    ).toEqual({});
  });
});

describe("nothing of a card is changed", () => {
  test.each<[string, string, string[], Record<string, string>]>([
    ["the comma of a company", "3.0", ["ORG:Smith\\,Jones;R\\,D"], { Company: "Smith,Jones", Department: "R,D" }],
    [
      "a product's own fields",
      "3.0",
      ["ORG:Mays", "X-COMPANY:Acme", "X-PHONE:1", "X-CITY:Ulm", "X-E-MAIL:a"],
      {
        Company: "Mays",
        "Entry X-COMPANY": "Acme",
        "Entry X-PHONE": "1",
        "Entry X-CITY": "Ulm",
        "Entry X-E-MAIL": "a",
      },
    ],
    [
      "an own label with the name of a usual column",
      "3.0",
      ["ORG:Mays", "item1.RELATED:Bo", "item1.X-ABLabel:Company"],
      { Company: "Mays", "Own label Company": "Bo" },
    ],
    ["a path in version 2.1", "2.1", ["NOTE:C:\\notes\\; C:\\\\new"], { Note: "C:\\notes; C:\\\\new" }],
    [
      "an escaped semicolon after a sign in version 2.1",
      "2.1",
      ["ORG:a\\\\;b;c"],
      { Company: "a\\;b", Department: "c" },
    ],
    ["a blank before a fold in version 2.1", "2.1", ["NOTE:one ", " two", "  three"], { Note: "one two three" }],
    ["what has its parameters on two lines", "3.0", ["NOTE;ENCODING=QUOTED", " -PRINTABLE:=41=", "b"], { Note: "Ab" }],
    ["a line break in version 3.0", "3.0", ["NOTE:a\\nb\\\\n"], { Note: "a\nb\\n" }],
    [
      "an encoded semicolon",
      "2.1",
      ["ADR;ENCODING=QUOTED-PRINTABLE:;;Weg 1=3B Hof=0D=0AHaus =C3=84;Ulm;;1;"],
      { Street: "Weg 1; Hof", "Address line 2": "Haus Ä", City: "Ulm", "Postal code": "1" },
    ],
    [
      "what is folded in version 2.1",
      "2.1",
      [
        ...[
          "EMAIL:ann@",
          " mays.example",
          "TEL:+4930",
          " 901820",
          "URL:https://mays.example/a",
          " b",
          "NOTE:one",
          " two",
        ],
        ...["X-PAGE:https://mays.example/a", "\tb"],
      ],
      {
        "E-mail": "ann@mays.example",
        Phone: "+4930901820",
        Website: "https://mays.example/ab",
        Note: "one two",
        Page: "https://mays.example/ab",
      },
    ],
    ["a semicolon in a title", "3.0", ["TITLE:Sales; Marketing"], { "Job title": "Sales; Marketing" }],
    ["the parts of what has parts", "4.0", ["GENDER:F;woman"], { Gender: "F, woman" }],
  ])("%s", async (_, version, lines, cells) => {
    expect(await read(version, ...lines)).toEqual(cells);
  });

  test("version 2.1 has one name in each part", async () => {
    expect(await cardsIn(card("2.1", "N:Field,Moll;Ann"))).toEqual([{ ...ann, "Last name": "Field,Moll" }]);
  });

  test("several names in one part of a name are divided by blanks, and an escaped comma stays", async () => {
    expect(await cardsIn(card("3.0", "N:Field\\,Moll;Ann,Eva;;Dr.\\, Prof.;"))).toEqual([
      { ...ann, "First name": "Ann Eva", "Last name": "Field,Moll", "Name prefix": "Dr., Prof." },
    ]);
  });
});
