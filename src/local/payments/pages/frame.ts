import { createHmac, timingSafeEqual } from "node:crypto";
import { html, Markup } from "../../markup";
import type { Context } from "../context";
import type { Answer } from "../exchange";

const ICONS = {
  flask:
    "M14 2v6a2 2 0 0 0 .245.96l5.51 10.08A2 2 0 0 1 18 22H6a2 2 0 0 1-1.755-2.96l5.51-10.08A2 2 0 0 0 10 8V2M6.453 15h11.094M8.5 2h7",
  back: "m12 19-7-7 7-7M19 12H5",
  down: "m6 9 6 6 6-6",
} as const;

/** A request to a hosted page, with the fields of its form if one was sent. */
export type Visit = { context: Context; path: string; fields: URLSearchParams | undefined };

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

type Frame = {
  title: string;
  body: Markup;
  status?: number;
  /** Where forms lead beside this server: browsers check redirects as well. */
  leadsTo?: (string | null)[];
};

/** A whole page. */
export function page({ title, body, status = 200, leadsTo = [] }: Frame): Answer {
  const targets = leadsTo.flatMap((url) => (url !== null && URL.canParse(url) ? [new URL(url).origin] : []));
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    `form-action 'self' ${[...new Set(targets)].join(" ")}`.trim(),
    "frame-ancestors 'none'",
  ].join("; ");
  const text = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/pages/style.css">
<script src="/pages/page.js" defer></script></head><body>${banner}${body}</body></html>`.text;
  return { status, headers: { ...HEADERS, "content-security-policy": policy }, body: text };
}

const banner = html`<header class="banner">${icon("flask")}<span><b>Test payments, no money moves.</b> <span class="desk">This page belongs to the local test server and takes only the cards below.</span></span></header>`;

/** A page that says one thing, with a way on. */
export function notice(
  title: string,
  words: string,
  { status = 200, link }: { status?: number; link?: { href: string; label: string } | undefined } = {},
): Answer {
  const way = link ? html`<p><a class="btn pri lg" href="${link.href}">${link.label}</a></p>` : html``;
  return page({
    title,
    status,
    body: html`<main class="one"><h1>${title}</h1><p class="muted">${words}</p>${way}</main>`,
  });
}

/** Leads on. */
export function redirect(to: string): Answer {
  // A header takes no letters beyond Latin; the address of a shop may have some.
  const location = URL.canParse(to) ? new URL(to).href : to;
  return { status: 303, headers: { location, "cache-control": "no-store" }, body: "" };
}

export function icon(name: keyof typeof ICONS): Markup {
  return html`<svg class="i" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}

/** The hidden field without which a form is refused: another site cannot know it. */
export function tokenField(context: Context, path: string): Markup {
  return html`<input type="hidden" name="token" value="${tokenOf(context, path)}">`;
}

export function isOwnForm({ context, path, fields }: Visit): boolean {
  const [given, own] = [Buffer.from(fields?.get("token") ?? ""), Buffer.from(tokenOf(context, path))];
  return given.length === own.length && timingSafeEqual(given, own);
}

function tokenOf({ settings }: Context, path: string): string {
  return createHmac("sha256", settings.formSecret).update(path).digest("base64url");
}

export function joined(parts: Markup[]): Markup {
  return new Markup(parts.map(({ text }) => text).join(""));
}
