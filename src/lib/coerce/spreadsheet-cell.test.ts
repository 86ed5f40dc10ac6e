import { describe, expect, it } from "vitest";
import { shortenedNumber, spreadsheetError, unwrapped } from "./spreadsheet-cell";

describe("cells as spreadsheets write them", () => {
  it("takes a text out of the formula that keeps it one", () => {
    expect(['="00123"', '="a ""b"" c" ', '=""'].map(unwrapped)).toEqual(["00123", 'a "b" c', ""]);
    const others = ["=1+1", '="a"&"b"', '=A1="x"', "00123", ""];
    expect(others.map(unwrapped)).toEqual(others);
  });

  it("knows errors from texts that begin alike", () => {
    const errors = ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#WERT!", "#NV", "#¡VALOR!", "########", " #NULL! "];
    expect(errors.map((text) => spreadsheetError(text)?.suggestion)).toEqual(errors.map(() => ""));
    const others = ["#1", "#hashtag", "# Heading", "#", "#BLM", "C#", "#Wow!", "N/A", ""];
    expect(others.map(spreadsheetError)).toEqual(others.map(() => null));
    expect(spreadsheetError("####")?.reason).toContain("too narrow");
  });

  it("knows a long number that lost its digits from codes with an E", () => {
    expect(["1.23457E+14", "1,23457E+17", "5E+20", "-1.2E+05"].map((text) => shortenedNumber(text)?.ok)).toEqual(
      Array.from({ length: 4 }, () => false),
    );
    const codes = ["12E5", "E+10", "1e+14", "1E+5", "10E+10", "A1.2E+14", "1.2E-14"];
    expect(codes.map(shortenedNumber)).toEqual(codes.map(() => null));
  });
});
