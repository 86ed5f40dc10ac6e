import { randomBytes } from "node:crypto";
import type { Table } from "../providers/journal";

/** Consent of a person for an account of a provider, which lasts until it is revoked. */
export type Grant = { refreshToken: string; account: string; user: string; scopes: string[]; isDead: boolean };
type Access = { token: string; refreshToken: string; scopes: string[]; until: number };
type Code = { account: string; user: string; scopes: string[]; redirectUri: string; until: number };

export type Lifetimes = { codeMs: number; accessMs: number };

/** Codes, access tokens and refresh tokens of one provider. */
export class Grants {
  readonly #grants: Table<Grant>;
  readonly #access: Table<Access>;
  readonly #codes = new Map<string, Code>();
  readonly #lifetimes: Lifetimes;
  readonly #now: () => number;

  constructor({
    grants,
    access,
    lifetimes,
    now,
  }: {
    grants: Table<Grant>;
    access: Table<Access>;
    lifetimes: Lifetimes;
    now: () => number;
  }) {
    this.#grants = grants;
    this.#access = access;
    this.#lifetimes = lifetimes;
    this.#now = now;
  }

  /** A code that is good once. */
  codeFor(consent: Omit<Code, "until">): string {
    const code = newToken();
    this.#codes.set(code, { ...consent, until: this.#now() + this.#lifetimes.codeMs });
    return code;
  }

  /** The consent behind a code; undefined if it was used, is too old or unknown. */
  redeem(code: string): Code | undefined {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    return found && found.until > this.#now() ? found : undefined;
  }

  grant({ account, user, scopes }: { account: string; user: string; scopes: string[] }): Grant {
    const grant = { refreshToken: newToken(), account, user, scopes, isDead: false };
    this.#grants.set(grant.refreshToken, grant);
    return grant;
  }

  /** A grant that still lives. */
  living(refreshToken: string): Grant | undefined {
    const grant = this.#grants.get(refreshToken);
    return grant && !grant.isDead ? grant : undefined;
  }

  accessFor({ refreshToken, scopes }: Grant): { token: string; seconds: number } {
    const now = this.#now();
    for (const [id, { until }] of [...this.#access.entries()]) if (until <= now) this.#access.delete(id);
    const token = newToken();
    this.#access.set(token, { token, refreshToken, scopes, until: now + this.#lifetimes.accessMs });
    return { token, seconds: this.#lifetimes.accessMs / 1000 };
  }

  /** The grant of an access token that is good now, with the seconds that are left. */
  bearer(token: string): (Grant & { seconds: number }) | undefined {
    const access = this.#access.get(token);
    const grant = this.#grants.get(access?.refreshToken ?? "");
    if (!access || !grant || access.until <= this.#now()) return undefined;
    return { ...grant, scopes: access.scopes, seconds: Math.floor((access.until - this.#now()) / 1000) };
  }

  /** The refresh token is good no more; access tokens stay until their end. */
  revoke(refreshToken: string): boolean {
    const grant = this.#grants.get(refreshToken);
    if (!grant) return false;
    this.#grants.set(refreshToken, { ...grant, isDead: true });
    return true;
  }

  /** All refresh tokens of an account, or of all. */
  revokeAll(account?: string): void {
    for (const grant of [...this.#grants.values()])
      if (account === undefined || grant.account === account) this.revoke(grant.refreshToken);
  }

  /** Access tokens of an account, or all of them, are good no more; the app has to refresh. */
  expireAll(account?: string): void {
    for (const [id, { refreshToken }] of [...this.#access.entries()]) {
      if (account === undefined || this.#grants.get(refreshToken)?.account === account) this.#access.delete(id);
    }
  }

  /** Takes a scope from all grants of an account, and from their access tokens. */
  withoutScope(scope: string, account?: string): void {
    const without = (scopes: string[]) => scopes.filter((each) => each !== scope);
    for (const grant of [...this.#grants.values()]) {
      if (account !== undefined && grant.account !== account) continue;
      this.#grants.set(grant.refreshToken, { ...grant, scopes: without(grant.scopes) });
      for (const access of [...this.#access.values()])
        if (access.refreshToken === grant.refreshToken)
          this.#access.set(access.token, { ...access, scopes: without(access.scopes) });
    }
  }

  /** How many grants live for an account. */
  count(account: string): number {
    return [...this.#grants.values()].filter((grant) => grant.account === account && !grant.isDead).length;
  }

  clear(): void {
    this.#grants.clear();
    this.#access.clear();
    this.#codes.clear();
  }
}

const newToken = () => randomBytes(24).toString("base64url");
