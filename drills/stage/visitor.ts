import { createTRPCClient, httpLink } from "@trpc/client";
import type { AppRouter } from "@/registry/router";

/** A browser: it keeps the cookies that it is given, and comes from a network address of its own. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly address: string,
  ) {}

  /** The value of the cookie whose name ends so; empty without one. */
  cookie(ending: string): string {
    return [...this.#cookies].find(([name]) => name.endsWith(ending))?.[1] ?? "";
  }

  /** A request as the browser sends it; status 0 where the connection broke. */
  async ask(path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, "x-forwarded-for": this.address, ...(init.headers as Record<string, string>) };
    try {
      const response = await fetch(`${this.url}${path}`, { redirect: "manual", ...init, headers });
      for (const line of response.headers.getSetCookie()) {
        const [name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line)?.slice(1) ?? [];
        this.#cookies.set(name, value);
      }
      return { status: response.status, text: await response.text() };
    } catch {
      return { status: 0, text: "" };
    }
  }

  /** Sends the form of a step of the sign-in. Returns the reason of a refusal; empty without one. */
  async signIn(fields: Record<string, string>): Promise<string> {
    const { csrfToken = "" } = jsonIn((await this.ask("/api/auth/csrf")).text);
    const body = new URLSearchParams({ csrfToken, ...fields, json: "true", callbackUrl: "/" });
    const { text } = await this.ask("/api/auth/callback/credentials", { method: "POST", body });
    const { url } = jsonIn(text);
    return url ? (new URL(url, this.url).searchParams.get("error") ?? "") : "no answer";
  }

  /** The calls of the screens, in a workspace or outside. */
  calls(workspace?: string) {
    const headers = workspace ? { "x-workspace": workspace } : {};
    const send: typeof fetch = async (url, init) => {
      const own = { ...init, headers: { ...(init?.headers as Record<string, string>), ...headers } };
      const { status, text } = await this.ask(String(url).slice(this.url.length), own);
      return new Response(text, { status: status || 599 });
    };
    return createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${this.url}/api/trpc`, fetch: (url, init) => send(String(url), init as RequestInit) })],
    });
  }
}

function jsonIn(text: string): Record<string, string> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
