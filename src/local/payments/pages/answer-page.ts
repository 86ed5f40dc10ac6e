import { isLoopbackAddress, isLoopbackHost } from "@/lib/loopback";
import type { Context } from "../context";
import type { Answer, Asked } from "../exchange";
import { assetAt } from "./assets";
import { visitCheckout } from "./checkout";
import { notice, type Visit } from "./frame";
import { visitInvoice } from "./invoice";
import { visitPortal } from "./portal";

const PAGES: readonly [RegExp, (visit: Visit, id: string, part: string) => Answer | Promise<Answer>][] = [
  [/^\/c\/pay\/(cs_test_\w+)$/, visitCheckout],
  [/^\/p\/session\/(bps_[0-9A-Za-z]{24})_(\w{32})$/, visitPortal],
  [/^\/i\/(in_\w+)\/(s_\w+(?:\/pdf)?)$/, visitInvoice],
];

/** Answers a browser. The pages are for this machine alone: anyone could pay on them. */
export async function answerPage(context: Context, asked: Asked, remote: string): Promise<Answer> {
  // Another site can give this machine a name of its own; the browser would then let it use the pages.
  if (!isLoopbackHost(asked.headers.host ?? null) || !isLoopbackAddress(remote)) {
    return plain(403, "Test payments are shown on this machine only.");
  }
  const isForm = asked.method === "POST";
  if (!isForm && asked.method !== "GET" && asked.method !== "HEAD") return plain(405, "This address takes forms only.");
  const { origin } = asked.headers;
  if (isForm && origin !== undefined && origin !== "null" && origin !== `http://${asked.headers.host}`)
    return plain(403, "Another site cannot send this form.");
  const asset = assetAt(asked.path);
  if (asset) return asset;
  for (const [pattern, visit] of PAGES) {
    const [, id = "", part = ""] = pattern.exec(asked.path) ?? [];
    const fields = isForm ? new URLSearchParams(asked.body) : undefined;
    if (id !== "") return context.answer(NOBODY, () => visit({ context, path: asked.path, fields }, id, part));
  }
  return notice("This page is not there", "There is nothing at this address.", { status: 404 });
}

const NOBODY = { id: null, idempotency_key: null };

function plain(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}
