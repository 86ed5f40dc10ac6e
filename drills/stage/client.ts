/** The response to a program; status 0 if the connection broke before it. */
export type Answer = { status: number; data: Record<string, unknown>; text: string };

type Call = { method: "GET" | "POST" | "PATCH" | "DELETE"; path: string; body?: unknown; key?: string };

/** A program that uses the REST API with a key, or with a session in a workspace. */
export class RestClient {
  constructor(
    private readonly url: string,
    readonly headers: Record<string, string>,
  ) {}

  async ask({ method, path, body, key }: Call): Promise<Answer> {
    const headers = { ...this.headers, "content-type": "application/json", ...(key ? { "idempotency-key": key } : {}) };
    try {
      const response = await fetch(`${this.url}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, data: dataIn(text), text };
    } catch {
      return { status: 0, data: {}, text: "" };
    }
  }
}

function dataIn(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text).data ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Whether a response leaves open if the write was made: the request is repeated with the same key. */
export const isOpen = ({ status }: Answer): boolean => status === 0 || status >= 500;
