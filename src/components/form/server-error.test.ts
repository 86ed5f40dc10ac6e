import { describe, expect, it } from "vitest";
import { NotLoaded } from "@/components/ui/lazy-code";
import { readServerError } from "./server-error";

describe("readServerError", () => {
  it("reads the plain form", () => {
    const fields = [{ path: "slug", message: "halden is taken." }];
    const error = { code: "VALIDATION", message: "slug: halden is taken.", details: { fields } };
    expect(readServerError(error)).toEqual({
      code: "VALIDATION",
      message: error.message,
      fields,
      reference: undefined,
      details: { fields },
    });
  });

  it("reads what tRPC's client throws", () => {
    const thrown = Object.assign(new Error("Try again in a moment."), {
      data: { code: "SERVICE_UNAVAILABLE", app: { code: "UNAVAILABLE", details: { reference: "7F3K" } } },
    });
    expect(readServerError(thrown)).toEqual({
      code: "UNAVAILABLE",
      message: "Try again in a moment.",
      fields: [],
      reference: "7F3K",
      details: { reference: "7F3K" },
    });
  });

  it("says of code that could not be loaded that a reload mends it", () => {
    const { code, message } = readServerError(new NotLoaded("chunk 7 failed"));
    expect(code).toBe("NOT_LOADED");
    expect(message).toContain("Reload the page");
  });

  it.each([[new TypeError("Failed to fetch")], [null], [{ message: "x", data: { app: null } }]])(
    "says of %o that the server was not reached",
    (error) => {
      expect(readServerError(error).code).toBe("UNREACHABLE");
    },
  );
});
