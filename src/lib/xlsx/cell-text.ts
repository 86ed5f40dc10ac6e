import { isoDay } from "@/lib/coerce/calendar";
import { withoutEscapes } from "./xml-parts";

/** A cell as the sheet has it. */
export interface RawCell {
  /** s shared text · str text of a formula · inlineStr · b · e error · d ISO date · n number */
  type: string;
  style: number;
  value: string;
}

export type CellFormat = "number" | "percent" | "date" | DigitMask;

/** A format of codes, such as 00000 for postal codes: its signs in order, a digit place or a text between digits. */
export interface DigitMask {
  signs: readonly { place: "0" | "#" | null; text: string }[];
}

/** Shared texts and formats that the texts of cells are made of. */
export interface CellParts {
  strings: readonly string[];
  /** How each style of the workbook shows numbers. */
  formats: readonly CellFormat[];
  /** Days are counted from 1904 on, as old Excel for Mac did. */
  from1904: boolean;
}

/** Numbers of built-in formats; the day formats of East Asian Excels are among them. */
const BUILT_IN: readonly (readonly [first: number, last: number, format: CellFormat])[] = [
  [9, 10, "percent"],
  [14, 22, "date"],
  [27, 36, "date"],
  [45, 45, "date"],
  [47, 47, "date"],
  [50, 58, "date"],
];

/** How a number format shows numbers: its code, or the number of a built-in one. */
export function formatOf(code: string): CellFormat {
  if (/^\d+$/.test(code) && Number(code) > 0)
    return BUILT_IN.find(([first, last]) => Number(code) >= first && Number(code) <= last)?.[2] ?? "number";
  // Elapsed time, [h]:mm, is a length and no day.
  if (/\[[hms]+\]/i.test(code)) return "number";
  // Without texts, fill signs, colours and conditions.
  const signs = code.replace(/"[^"]*"|\\.|[_*].|\[[^\]]*\]/g, "");
  if (/[dmyhs]/i.test(signs)) return "date";
  if (signs.includes("%")) return "percent";
  return maskOf(code) ?? "number";
}

const MASK_SIGN = /"([^"]*)"|\\(.)|([0#])|([-+/() ])/g;

/** A format that shows whole numbers with zeros before them, or with signs between their digits; null for amounts. */
function maskOf(code: string): DigitMask | null {
  // Conditions choose among formats, and a language says nothing here.
  const [first = ""] = code.replace(/\[\$-[^\]]*\]|\[(?![<>=$])[^\]]*\]/g, "").split(";");
  if (first.replace(MASK_SIGN, "") !== "") return null;
  const signs = [...first.matchAll(MASK_SIGN)].map(([, quoted, escaped, place, plain]) => ({
    place: (place as DigitMask["signs"][number]["place"] | undefined) ?? null,
    text: quoted ?? escaped ?? plain ?? "",
  }));
  const zeros = signs.filter(({ place }) => place === "0").length;
  // One zero alone is an amount, maybe with a space between its thousands.
  const isCode = zeros > 1 || (zeros === 0 && /#[-/]#/.test(first));
  // A text behind the digits is a unit.
  const isLast = signs.at(-1)?.place !== null;
  return isLast && isCode ? { signs } : null;
}

/** The digits of a whole number in the places of a mask; further ones stand at its first place. */
function masked(digits: string, { signs }: DigitMask): string {
  const rest = [...digits];
  const first = signs.findIndex(({ place }) => place);
  const texts = signs.toReversed().map(({ place, text }, index) => {
    if (!place) return text;
    if (signs.length - 1 - index === first) return rest.join("") || (place === "0" ? "0" : "");
    return rest.pop() ?? (place === "0" ? "0" : "");
  });
  return texts.toReversed().join("").trim();
}

/** The text of a cell as a CSV file would have it: dates in ISO form, numbers in full. Null for a damaged one. */
export function cellText({ type, style, value }: RawCell, { strings, formats, from1904 }: CellParts): string | null {
  if (type === "s") return strings[Number(value)] ?? null;
  if (type === "str" || type === "inlineStr") return withoutEscapes(value);
  if (type === "b") return value === "1" || value === "true" ? "TRUE" : "FALSE";
  if (type === "e" || type === "d") return value;
  const number = Number(value);
  if (value === "" || !Number.isFinite(number)) return value;
  const format = formats[style] ?? "number";
  if (format === "date") return dateText(from1904 ? number + 1462 : number) ?? numberText(value);
  if (format === "percent") return `${numberText(String(number * 100))}%`;
  const text = numberText(value);
  return typeof format === "object" && /^\d+$/.test(text) ? masked(text, format) : text;
}

/** A number in full, with the 15 digits that Excel counts with; whole numbers keep all that stand in the file. */
export function numberText(value: string): string {
  if (/^-?\d+$/.test(value)) return value;
  const number = Number(Number(value).toPrecision(15));
  const text = inFull(number);
  // One to three digits, a point and three more could be thousands; a fourth says that they are not.
  return /^-?[1-9]\d{0,2}\.\d{3}$/.test(text) ? `${text}0` : text;
}

function inFull(number: number): string {
  const text = String(number);
  if (!text.includes("e")) return text;
  if (Number.isInteger(number)) return BigInt(number).toString();
  return number.toFixed(20).replace(/\.?0+$/, "") || "0";
}

const LAST_DAY = 2_958_465;
const SECONDS = 86_400;

/** The day, and the time if it is not midnight, of a day number of the 1900 system. Null for other numbers. */
function dateText(serial: number): string | null {
  const seconds = Math.round(serial * SECONDS);
  const day = Math.floor(seconds / SECONDS);
  if (Math.abs(day) > LAST_DAY) return null;
  const time = timeText(seconds - day * SECONDS);
  if (day === 0 && time !== "") return time;
  const written = dayText(day);
  return time === "" ? written : `${written} ${time}`;
}

/** Excel counts a day 0 and a February 29, 1900, that never were; the reader of dates says so. */
function dayText(day: number): string {
  if (day === 0) return "1900-01-00";
  if (day === 60) return "1900-02-29";
  const date = new Date(Date.UTC(1899, 11, day > 0 && day < 60 ? 31 : 30) + day * SECONDS * 1000);
  return isoDay({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
}

function timeText(seconds: number): string {
  if (seconds === 0) return "";
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
