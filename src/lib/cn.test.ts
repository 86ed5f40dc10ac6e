import { describe, expect, it } from "vitest";
import { cn } from "./cn";

describe("cn", () => {
  it.each([
    // A size and a colour both start with `text-`; they must not replace each other.
    ["text-title text-muted", "text-title text-muted"],
    ["text-sm text-title", "text-title"],
    ["text-muted text-danger", "text-danger"],
    ["h-control h-row", "h-row"],
    ["px-edge px-4", "px-4"],
    ["shadow-1 shadow-3", "shadow-3"],
    ["z-popover z-dialog", "z-dialog"],
    ["duration-quick duration-base", "duration-base"],
    ["rounded-md rounded-xl", "rounded-xl"],
    ["hairline-t hairline-b", "hairline-t hairline-b"],
  ])("joins %s", (given, joined) => {
    expect(cn(...given.split(" "))).toBe(joined);
  });
});
