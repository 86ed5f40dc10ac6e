interface Sent {
  method: "POST" | "PUT";
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Blob;
  /** Bytes of the body that are sent, as they go. */
  onSent(bytes: number): void;
  signal: AbortSignal;
}

/** An answer to a sent body. */
export interface Answer {
  status: number;
  text: string;
  header(name: string): string | null;
}

/** The server could not be reached. */
export class NotSent extends Error {
  override name = "NotSent";
}

/** Sends a file or a part of one, and resolves with any answer. XMLHttpRequest, because fetch reports no progress. */
export function sendBody({ method, url, headers, body, onSent, signal }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () =>
      resolve({
        status: request.status,
        text: request.responseText,
        header: (name) => request.getResponseHeader(name),
      });
    request.onerror = () => reject(new NotSent("The server could not be reached."));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) reject(new DOMException("The upload was stopped.", "AbortError"));
    else request.send(body);
  });
}

/** The error in an answer of our server, or null if the answer is not one of ours. */
export function errorIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { error?: unknown }).error ?? null;
  } catch {
    return null;
  }
}
