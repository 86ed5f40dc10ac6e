import { html, type Markup } from "../markup";
import type { Mail } from "./mailbox";

/** The list of mails, newest first. */
export function listPage(base: string, mails: Mail[], to: string): string {
  const rows = mails.map(
    (mail) => html`<li><a href="${base}/messages/${mail.id}">
      <span class="subject">${mail.subject || "(no subject)"}</span>
      <span class="to">${mail.to.join(", ")}</span>
      <time datetime="${mail.receivedAt}">${moment(mail.receivedAt)}</time></a></li>`,
  );
  const empty = to
    ? html`<p class="empty">No mail to ${to} yet. <a href="${base}">Show all mails</a></p>`
    : html`<p class="empty">No e-mails yet. Every mail that the app sends appears here and is not delivered to anyone.</p>`;
  return page(
    base,
    "Mails",
    html`<header><h1>Mails</h1>
      <form action="${base}" method="get" role="search">
        <input name="to" type="search" value="${to}" placeholder="Address" aria-label="Only mails to this address">
        <button>Filter</button></form></header>
      ${rows.length > 0 ? html`<ul class="mails">${rows}</ul>` : empty}`,
  );
}

/** One mail: sender, time, its HTML in a frame that runs nothing, its text. */
export function mailPage(base: string, mail: Mail): string {
  // Links open beside the viewer; scripts, forms and access to this page are off.
  const frame = mail.html
    ? html`<iframe title="Mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${`<base target="_blank">${mail.html}`}"></iframe>`
    : html``;
  const text = mail.text
    ? html`<details ${mail.html ? html`` : html`open`}><summary>Text</summary><pre>${mail.text}</pre></details>`
    : html``;
  const headers = Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`);
  return page(
    base,
    mail.subject || "(no subject)",
    html`<header><a href="${base}">All mails</a><h1>${mail.subject || "(no subject)"}</h1></header>
      <dl><dt>From</dt><dd>${mail.from}</dd><dt>To</dt><dd>${mail.to.join(", ")}</dd>
      <dt>Received</dt><dd><time datetime="${mail.receivedAt}">${moment(mail.receivedAt)}</time></dd></dl>
      ${frame}${text}<details><summary>Headers</summary><pre>${headers.join("\n")}</pre></details>`,
  );
}

/** The page for an unknown address. */
export function missingPage(base: string): string {
  return page(
    base,
    "Not found",
    html`<p class="empty">There is no such mail. <a href="${base}">Show all mails</a></p>`,
  );
}

function page(base: string, title: string, body: Markup): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} · local mail</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="${base}/style.css">
</head><body><main>${body}</main></body></html>`.text;
}

function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

export const STYLE = `:root { color-scheme: light dark; --line: #e4e4e0; --muted: #62636b; --hover: #f5f5f2; --accent: #4a46c8; }
@media (prefers-color-scheme: dark) { :root { --line: #33343a; --muted: #a3a4ad; --hover: #232429; --accent: #a5a3ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; margin-bottom: 1rem; }
h1 { font-size: 1.25rem; margin: 0; flex: 1 1 auto; overflow-wrap: anywhere; }
a { color: var(--accent); }
input, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: 6px; min-width: 0; }
form { display: flex; gap: .5rem; }
.mails { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.mails a { display: grid; grid-template-columns: 2fr 1.4fr auto; gap: .1rem 1rem; padding: .6rem .5rem; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
.mails a:hover { background: var(--hover); }
.mails span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.subject { font-weight: 600; }
.to, time, dt, .empty { color: var(--muted); }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1rem; margin: 0 0 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
summary { cursor: pointer; margin-top: 1rem; }
@media (max-width: 40rem) { .mails a { grid-template-columns: 1fr; } iframe { height: 60vh; } }
`;
