import { describe, expect, it } from "vitest";
import { detectCsv } from "./detect-csv";
import { parseCsv } from "./parse-csv";

const TABLE = "Firma;Umsatz;Ort\r\nMüller & Söhne;1.234,50;Köln\r\n„Zitat“ – €;2,5;Zürich\r\n";

function utf16(text: string, littleEndian: boolean, bom: boolean): Uint8Array {
  const bytes = Buffer.from(bom ? `\ufeff${text}` : text, "utf16le");
  return littleEndian ? bytes : bytes.swap16();
}

function windows1252(text: string): Uint8Array {
  const special = new Map([..."€‚„…‰Š‹ŒŽ‘’“”•–—™š›œžŸ"].map((sign) => [sign, byteOf(sign)]));
  return Uint8Array.from(text, (sign) => special.get(sign) ?? sign.charCodeAt(0));
}

// Looked up in the table of the encoding, independent of the code under test.
function byteOf(sign: string): number {
  const table: Record<string, number> = {
    "€": 0x80,
    "‚": 0x82,
    "„": 0x84,
    "…": 0x85,
    "‰": 0x89,
    Š: 0x8a,
    "‹": 0x8b,
    Œ: 0x8c,
    Ž: 0x8e,
    "‘": 0x91,
    "’": 0x92,
    "“": 0x93,
    "”": 0x94,
    "•": 0x95,
    "–": 0x96,
    "—": 0x97,
    "™": 0x99,
    š: 0x9a,
    "›": 0x9b,
    œ: 0x9c,
    ž: 0x9e,
    Ÿ: 0x9f,
  };
  return table[sign] ?? 0;
}

function detect(text: string) {
  return detectCsv(new TextEncoder().encode(text));
}

async function firstRow(bytes: Uint8Array, row: number): Promise<string[] | undefined> {
  for await (const chunk of parseCsv(
    (async function* () {
      yield bytes;
    })(),
  ))
    return chunk[row]?.values;
  return undefined;
}

describe("encoding", () => {
  it.each([
    ["utf-8", false, new TextEncoder().encode(TABLE)],
    ["utf-8", true, new TextEncoder().encode(`\ufeff${TABLE}`)],
    ["utf-16le", true, utf16(TABLE, true, true)],
    ["utf-16be", true, utf16(TABLE, false, true)],
    ["utf-16le", false, utf16(TABLE, true, false)],
    ["utf-16be", false, utf16(TABLE, false, false)],
    ["windows-1252", false, windows1252(TABLE)],
  ])("finds %s, mark %s, and reads it", async (encoding, hasBom, bytes) => {
    expect(detectCsv(bytes)).toEqual({
      encoding,
      hasBom,
      delimiter: ";",
      newline: "\r\n",
      headerRow: 1,
      columns: ["Firma", "Umsatz", "Ort"],
    });
    expect(await firstRow(bytes, 1)).toEqual(["Müller & Söhne", "1.234,50", "Köln"]);
    expect(await firstRow(bytes, 2)).toEqual(["„Zitat“ – €", "2,5", "Zürich"]);
  });

  it("takes UTF-8 whose sample is cut within a character for UTF-8", () => {
    const bytes = new TextEncoder().encode("name\nZoë");
    expect(detectCsv(bytes.subarray(0, bytes.length - 1)).encoding).toBe("utf-8");
  });

  it("takes mostly sound UTF-8 for broken UTF-8, not for Windows-1252", () => {
    const bytes = Buffer.concat([new TextEncoder().encode("näme\nä\nö\n"), Uint8Array.of(0xe4, 0x0a)]);
    expect(detectCsv(bytes).encoding).toBe("utf-8");
  });
});

describe("encoding of one byte a sign", () => {
  const bytesIn = (encoding: string, text: string) => {
    const all = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    return Uint8Array.from(text, (sign) => all.indexOf(sign));
  };
  it.each([
    ["windows-1251", "Компания;Город\nРога и копыта;Москва\nСеверный ветер;Казань\n"],
    ["windows-1251", "Фирма;Град\nСлънчев бряг ООД;Варна\nЧерно море;Бургас\n"],
    ["windows-1250", "Firma;Město\nŽluťoučký kůň s.r.o.;Plzeň\nČeské dráhy;Ústí nad Labem\n"],
    ["windows-1250", "Firma;Miasto\nŁódź Spółka;Łódź\nŻółw;Kraków\n"],
    ["windows-1252", "Firma;Ort\nMüller GmbH;Köln\nGrößer & Söhne;Düsseldorf\n"],
    ["windows-1252", "Société;Ville\nCafé Élysée;Orléans\nL’Étoile;Besançon\n"],
    ["windows-1252", "Compañía;Ciudad\nPeña e Hijos;Málaga\n"],
    ["windows-1252", "Firma;By\nRødgrød ApS;Ålborg\nÆble;København\n"],
    ["windows-1252", "Deal;Amount\nA;€ 100\nB;£ 5\n"],
    ["windows-1252", "Company;City\nMüller;Berlin\nSmith;London\n"],
  ])("finds %s in %j", (encoding, text) => {
    expect(detectCsv(bytesIn(encoding, text)).encoding).toBe(encoding);
  });

  it("does not read what a European spreadsheet cannot have written", () => {
    const shiftJis = Uint8Array.of(0x6e, 0x0a, 0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x81, 0x41, 0x0a);
    expect(detectCsv(shiftJis).encoding).toBe("utf-8");
    const garbage = Uint8Array.of(0x43, 0xc3, 0xa9, 0xc3, 0xa9, 0x0a, 0x41, 0xff, 0xfe, 0x81, 0x0a);
    expect(detectCsv(garbage).encoding).toBe("utf-8");
  });
});

describe("delimiter and line ending", () => {
  it.each([
    [",", "a,b,c\n1,2,3\n"],
    [";", "a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n"],
    ["\t", "name\tnote\nx\tone, two; three\n"],
    ["|", "a|b\n1|2\n"],
    [",", 'name,"note; more"\n"a; b",c\n'],
    [",", "name,tags\nx,one;two;three\ny,four\n"],
    [",", "name\nalpha\nbeta\n"],
    [";", "sep=;\nname;n\na,b;1\n"],
    [";", 'name;text\n"a;b\n,,,";x\nc;"unfinished'],
  ])("finds %j in %j", (delimiter, text) => {
    expect(detect(text).delimiter).toBe(delimiter);
  });

  it.each([
    ["\n", "a,b\n1,2\n"],
    ["\r\n", 'a,b\r\n1,"x\ny"\r\n'],
    ["\r", "a,b\r1,2\r"],
  ])("finds the line ending %j", (newline, text) => {
    expect(detect(text).newline).toBe(newline);
  });
});

describe("header", () => {
  it.each([
    [1, ["name", "city"], "name,city\nAda,Rome\n"],
    [3, ["name", "city"], "\n\nname,city\nAda,Rome\n"],
    [3, ["Name", "City", "Value"], "Report of May,,\n\nName,City,Value\nAda,Rome,1\nBo,Oslo,2\n"],
    [2, ["Name", "City", "Team", "Value"], "Accounts,May,,\nName,City,Team,Value\nAda,Rome,x,1\nBo,Oslo,y,2\n"],
    [2, ["Name", "City", "Value"], "Accounts,2026-05-01,\nName,City,Value\nAda,Rome,1\nBo,Oslo,2\n"],
    [4, ["a", "b", "c", "d"], "All,Ann\nOf,2026\n\na,b,c,d\n1,x,2,y\n3,z,4,w\n"],
    [1, ["Name", "City", "Column 3", "Column 4"], "Name,City,,\nAda,Rome,,\nBo,Oslo,x,1\n"],
    [1, ["Name", "City", "Column 3"], "Name,City,\nAda,Rome,x\nBo,Oslo,y\n"],
    [2, ["name", "n"], "sep=;\nname;n\na;1\n"],
    [null, ["Column 1", "Column 2"], "Ada,41\nBo,42\n"],
    [null, ["Column 1", "Column 2"], "Ada,2020-01-02\nBo,2020-01-03\n"],
    [null, ["Column 1", "Column 2"], "Ada,ada@example.com\nBo,bo@example.com\n"],
    [null, ["Column 1", "Column 2", "Column 3"], "Ada,North,x\nBo,North,y\n"],
    [1, ["name", "city", "team"], "name,city,team\nAda,Rome,x\nname,city,team\nBo,Oslo,y\n"],
    [null, ["Column 1", "Column 2"], "Ada,North\nBo,South\nAda,North\n"],
    [1, ["name", "Column 2", "name (2)"], "name,,name\n1,2,3\n"],
    [1, ["a", "b"], "a,b,,\n1,2,,\n3,4,,\n"],
    [1, ["only"], "only\n"],
    [2, ["name", "note"], '"",\nname,note\n"a\nb",c\n'],
  ])("is in row %s with %j of %j", (headerRow, columns, text) => {
    expect(detect(text)).toMatchObject({ headerRow, columns });
  });

  it.each([" ", "1 ", "a@", "a.", '"', ",", "1"])(
    "is found among 300,000 times %j before the test's time is up, as by no pattern that steps back",
    (piece) => {
      expect(detect(`name,${piece.repeat(300_000)}x\n1,2\n`)).toBeDefined();
    },
  );
});
