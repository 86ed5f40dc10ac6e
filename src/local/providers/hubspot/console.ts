import { html, type Markup } from "../../markup";
import { notice, page } from "../../oauth/frame";
import { type Reply, redirect } from "../exchange";
import { actOn, recordPage, type Said, titleOf } from "./console-record";
import type { HubSpot } from "./hubspot";
import { OBJECTS, type ObjectName, objectNamed, SINGULAR } from "./objects";
import { Refusal } from "./refusal";
import type { Portal, Row } from "./tables";
import { isoOf } from "./times";

const ON_A_PAGE = 25;

export type Visit = { hubspot: HubSpot; path: string; query: URLSearchParams; form: URLSearchParams | undefined };

/** The console, where a person plays the other side: portals, records, an editor, what was called. */
export function visitConsole(visit: Visit): Reply {
  const { hubspot, path, query } = visit;
  if (path === "/") return portalsPage(hubspot);
  if (path === "/calls") return callsPage(hubspot);
  const [, number = "", name = "", id] = /^\/portals\/(\d+)\/([a-z]+)(?:\/(\d+|new))?$/.exec(path) ?? [];
  const [portal, object] = [hubspot.crm.portal(Number(number)), objectNamed(name)];
  if (!portal || !object) return notice("This page does not exist", "Go back to the list of portals.", 404);
  if (id === undefined) return listPage(hubspot, portal, object, query);
  return recordOf(visit, { portal, object, id });
}

function recordOf(visit: Visit, place: { portal: Portal; object: ObjectName; id: string }): Reply {
  const { hubspot, form, query } = visit;
  const { portal, object, id } = place;
  const said: Said = { done: query.get("done") ?? "", error: "" };
  if (form) {
    try {
      const done = actOn(hubspot, place, form);
      const isGone = hubspot.crm.collection(portal.id, object).get(done.id) === undefined;
      const list = `/hubspot/portals/${portal.id}/${object}`;
      return redirect(isGone ? list : `${list}/${done.id}?done=${encodeURIComponent(done.words)}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const reasons = error.more.errors?.map(({ message }) => message) ?? [error.message];
      said.error = reasons.join(" ");
    }
  }
  const row = id === "new" ? undefined : hubspot.crm.collection(portal.id, object).get(id);
  if (id !== "new" && !row) return notice("This record does not exist", "It was deleted, or it never existed.", 404);
  const body = recordPage(hubspot, { portal, object, row }, said, form);
  return framed(portal, `${titleOf(object, row)} · ${portal.name}`, body, said.error === "" ? 200 : 400);
}

/** A page of the console, with the way back to its lists. */
function framed(portal: Portal | undefined, title: string, body: Markup, status = 200): Reply {
  const here = portal ? html`<span class="muted">${portal.name} · portal ${portal.id}</span>` : html``;
  const bar = html`<header class="topbar"><b>HubSpot on this machine</b><a href="/hubspot/">Portals</a><a href="/hubspot/calls">Calls</a>${here}</header>`;
  return page({ title, body: html`${bar}<main class="page">${body}</main>`, status });
}

function portalsPage({ crm }: HubSpot): Reply {
  const rows = crm.portals().map((portal) => {
    const lists = OBJECTS.map((object) => {
      const size = crm.collection(portal.id, object).ids().length;
      return html`<td class="num"><a href="/hubspot/portals/${portal.id}/${object}">${size}</a></td>`;
    });
    const grants = crm.grants.count(String(portal.id));
    return html`<tr><td>${portal.name} · portal ${portal.id}</td>${lists}<td class="num desk">${grants}</td></tr>`;
  });
  const body = html`<h1>Portals</h1><p class="muted">This server stands in for HubSpot. Open a list to change records as people do there.</p>
    <div class="scroll"><table><thead><tr><th>Portal</th><th class="num">Contacts</th><th class="num">Companies</th><th class="num">Deals</th><th class="num desk">Connected</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return framed(undefined, "HubSpot on this machine", body);
}

function listPage({ crm }: HubSpot, portal: Portal, object: ObjectName, query: URLSearchParams): Reply {
  const words = query.get("q") ?? "";
  const isArchived = query.get("archived") === "true";
  const all = crm
    .collection(portal.id, object)
    .all()
    .filter((row) => (row.archivedAt !== undefined) === isArchived && matches(row, words))
    .sort((one, other) => other.updatedAt - one.updatedAt);
  const at = Math.max(1, Number(query.get("page")) || 1);
  const shown = all.slice((at - 1) * ON_A_PAGE, at * ON_A_PAGE);
  const base = `/hubspot/portals/${portal.id}`;
  const tabs = OBJECTS.map(
    (each) =>
      html`<a href="${base}/${each}" ${each === object && !isArchived ? html`aria-current="page"` : html``}>${nameOf(each)}</a>`,
  );
  const rows = shown.map(
    (
      row,
    ) => html`<tr><td><a href="${base}/${object}/${row.id}">${titleOf(object, row)}</a><span class="muted small wrap">${detailOf(object, row)}</span></td>
      <td class="mono">${row.id}</td><td class="mono desk">${isoOf(row.updatedAt)}</td></tr>`,
  );
  const to = (number: number) =>
    `${base}/${object}?${new URLSearchParams({ q: words, page: String(number), ...(isArchived ? { archived: "true" } : {}) })}`;
  const before = at > 1 ? html`<a href="${to(at - 1)}">Previous page</a>` : html``;
  const next = at * ON_A_PAGE < all.length ? html`<a href="${to(at + 1)}">Next page</a>` : html``;
  const table = html`<div class="scroll"><table><thead><tr><th>Name</th><th>ID</th><th class="desk">Changed</th></tr></thead><tbody>${rows}</tbody></table></div>
    <div class="pager"><span class="muted">${all.length} in all, page ${at}</span>${before}${next}</div>`;
  const empty = html`<p class="muted">${words === "" ? `No ${object} yet.` : `No ${object} match "${words}".`}</p>`;
  const body = html`<h1>${nameOf(object)}</h1>
    <nav class="tabs" aria-label="Objects">${tabs}<a href="${base}/${object}?archived=true" ${isArchived ? html`aria-current="page"` : html``}>Archived</a></nav>
    <form class="find" role="search"><input class="inp" type="search" name="q" value="${words}" aria-label="Search ${object}" placeholder="Search"><button class="btn">Search</button>
    <a class="btn pri" href="${base}/${object}/new">New ${SINGULAR[object]}</a></form>${rows.length > 0 ? table : empty}`;
  return framed(portal, `${nameOf(object)} · ${portal.name}`, body);
}

const nameOf = (object: ObjectName) => object[0]?.toUpperCase() + object.slice(1);

function detailOf(object: ObjectName, { properties }: Row): string {
  const { email, domain, dealstage } = properties;
  return { contacts: email, companies: domain, deals: dealstage }[object] ?? "";
}

function matches({ id, properties }: Row, words: string): boolean {
  const all = [id, ...Object.values(properties)].join(" ").toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function callsPage({ crm }: HubSpot): Reply {
  const { all, writes, written, byCall } = crm.calls.counts();
  const counts = (given: Record<string, number>) =>
    Object.entries(given)
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => html`<tr><td class="mono">${name}</td><td class="num">${count}</td></tr>`);
  const log = crm.calls
    .log()
    .slice(0, 100)
    .map(
      ({ at, method, path, status }) =>
        html`<tr><td class="mono">${isoOf(at).slice(11, 23)}</td><td class="mono">${method} ${path}</td><td class="num">${status}</td></tr>`,
    );
  const body = html`<h1>Calls</h1><p class="muted">Calls since the start: ${all}. Records written: ${writes}.</p>
    <h2>Written</h2><table><tbody>${counts(written)}</tbody></table>
    <h2>By call</h2><div class="scroll"><table><tbody>${counts(byCall)}</tbody></table></div>
    <h2>Newest</h2><div class="scroll"><table><tbody>${log}</tbody></table></div>`;
  return framed(undefined, "Calls · HubSpot on this machine", body);
}
