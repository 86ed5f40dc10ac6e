import { type AllowedCase, mine } from "./allowed-case";

const ranges = ["192.0.2.0/24"];

export const keyCases: Record<string, AllowedCase> = {
  createApiKey: { input: () => ({ ranges }) },
  updateApiKey: { input: () => ({ ranges }) },
  // A secret is given only to the member whose rights it has.
  rotateApiKey: { arrange: mine("apiKey", "apiKey", "memberId", { scopes: [], expiresAt: null }) },
};

/** The lines of the matrix of API keys. */
export const keyLines = {
  listApiKeys: "administer",
  getApiKey: "administer",
  listApiKeyUses: "administer",
  listApiKeyRefusals: "administer",
  createApiKey: "administer",
  updateApiKey: "administer",
  rotateApiKey: "administer",
  revokeApiKey: "administer",
} as const;
