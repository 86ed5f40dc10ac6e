import { afterEach, describe, expect, test, vi } from "vitest";
import { seal, unseal } from "./crypto";

const [first, second] = ["q8Zr5TnW2xLc7VbK4mHs9DfG1pJy6QaE", "Nf3Uw7Ct1Rk9Xe5Zb2Ym8Gv4Lq6Sd0Ha"];

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The same module in a process with these keys. */
async function underKeys(key: string, old = "") {
  vi.stubEnv("ENCRYPTION_KEY", key);
  vi.stubEnv("ENCRYPTION_KEY_OLD", old);
  vi.resetModules();
  return await import("./crypto");
}

describe("a sealed secret", () => {
  test("opens for its own row, and tells nothing of itself", () => {
    const sealed = seal("totp_secrets 1", "JBSWY3DPEHPK3PXP");
    expect(unseal("totp_secrets 1", sealed)).toBe("JBSWY3DPEHPK3PXP");
    expect(sealed).not.toContain("JBSWY3DPEHPK3PXP");
    expect(seal("totp_secrets 1", "JBSWY3DPEHPK3PXP")).not.toBe(sealed);
  });

  test.each(["totp_secrets 2", "webhooks 1", ""])("does not open for another row or table (%j)", (other) => {
    const sealed = seal("totp_secrets 1", "JBSWY3DPEHPK3PXP");
    expect(() => unseal(other, sealed)).toThrow();
  });

  test.each([1, 2, 3])("does not open when part %i of it was changed", (part) => {
    const parts = seal("totp_secrets 1", "JBSWY3DPEHPK3PXP").split(".");
    const bytes = Buffer.from(parts[part] ?? "", "base64url");
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    parts[part] = bytes.toString("base64url");
    expect(() => unseal("totp_secrets 1", parts.join("."))).toThrow();
  });

  test("does not open with a shorter tag", () => {
    const [id, iv, tag = "", text] = seal("totp_secrets 1", "JBSWY3DPEHPK3PXP").split(".");
    const short = Buffer.from(tag, "base64url").subarray(0, 4).toString("base64url");
    expect(() => unseal("totp_secrets 1", [id, iv, short, text].join("."))).toThrow();
  });
});

describe("a change of ENCRYPTION_KEY", () => {
  test("what the former key sealed opens while ENCRYPTION_KEY_OLD names it, and new secrets are under the new one", async () => {
    const sealed = (await underKeys(first)).seal("totp_secrets 1", "JBSWY3DPEHPK3PXP");
    const between = await underKeys(second, first);
    expect(between.unseal("totp_secrets 1", sealed)).toBe("JBSWY3DPEHPK3PXP");
    expect(() => between.unseal("totp_secrets 2", sealed)).toThrow();
    const anew = between.seal("totp_secrets 1", "JBSWY3DPEHPK3PXP");
    const after = await underKeys(second);
    expect(after.unseal("totp_secrets 1", anew)).toBe("JBSWY3DPEHPK3PXP");
    expect(() => after.unseal("totp_secrets 1", sealed)).toThrow("set ENCRYPTION_KEY_OLD");
  });
});
