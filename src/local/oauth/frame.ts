import { html, type Markup } from "../markup";
import { assetAt } from "../payments/pages/assets";

/** The look of the consent page and of the consoles, beside the style of the payment pages. */
const STYLE = `.topbar { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; padding: 8px 20px; background: var(--sunken); box-shadow: inset 0 -1px 0 var(--border); }
.topbar a { text-underline-offset: 3px; }
.page { width: 960px; max-width: 100%; margin: 0 auto; padding: 24px 20px 72px; }
.page h1 { font-size: 20px; line-height: 26px; overflow-wrap: anywhere; } .page h2 { font-size: 15px; margin: 28px 0 8px; }
.page > p { margin-top: 8px; max-width: 70ch; }
.tabs { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 16px 0; } .tabs a[aria-current] { font-weight: 600; text-decoration: none; }
.find { display: flex; gap: 8px; margin: 12px 0; } .find .inp { height: 32px; }
.scroll { overflow-x: auto; } td { overflow-wrap: break-word; vertical-align: top; } td .wrap { display: block; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 12px 16px; margin: 12px 0 16px; align-items: end; } .fields .field + .field { margin-top: 0; }
.fields .inp { height: 32px; } .fields select.inp { padding: 0 6px; }
.choice { display: flex; gap: 10px; align-items: center; min-height: 44px; box-shadow: inset 0 -1px 0 var(--soft); } .choice:last-of-type { margin-bottom: 20px; } .scopes { margin: 8px 0 20px; padding-left: 18px; list-style: disc; }
.acts form { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; } .acts .inp { width: 140px; height: 28px; } .pager { display: flex; gap: 16px; margin-top: 12px; }
@media (max-width: 640px) { .topbar { padding: 8px 16px; } .page { padding: 16px 16px 48px; } .topbar a, .tabs a, .pager a, td a { display: inline-flex; align-items: center; min-height: 32px; } .fields { grid-template-columns: 1fr; } .find .inp, .fields .inp, .acts .inp { height: 44px; } .one { padding: 24px 16px; } }
`;

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "x-content-type-options": "nosniff",
  // With no referrer at all, browsers name no origin for a form either.
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
};

type Page = { status: number; headers: Record<string, string>; body: string | Uint8Array };

/** A whole page. `leadsTo` is where its forms lead beside this server: browsers check redirects as well. */
export function page({
  title,
  body,
  status = 200,
  leadsTo,
}: {
  title: string;
  body: Markup;
  status?: number;
  leadsTo?: string;
}): Page {
  const target = leadsTo !== undefined && URL.canParse(leadsTo) ? ` ${new URL(leadsTo).origin}` : "";
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    `form-action 'self'${target}`,
    "frame-ancestors 'none'",
  ].join("; ");
  const text = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/pages/style.css"><link rel="stylesheet" href="/pages/more.css"></head><body>${body}</body></html>`
    .text;
  return { status, headers: { ...HEADERS, "content-security-policy": policy }, body: text };
}

/** A page that says one thing. */
export function notice(title: string, words: string, status = 200): Page {
  const body = html`<main class="one"><h1>${title}</h1><p class="muted">${words}</p></main>`;
  return page({ title, body, status });
}

/** The styles and fonts of the pages; undefined for another address. */
export function assetOf(path: string): Page | undefined {
  if (path !== "/pages/more.css") return path === "/pages/page.js" ? undefined : assetAt(path);
  return {
    status: 200,
    headers: { "content-type": "text/css; charset=utf-8", "cache-control": "max-age=300" },
    body: STYLE,
  };
}
