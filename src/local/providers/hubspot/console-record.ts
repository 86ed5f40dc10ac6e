import { html, type Markup } from "../../markup";
import { associatedWith } from "./associations";
import type { HubSpot } from "./hubspot";
import { OBJECTS, type ObjectName, objectNamed, SINGULAR } from "./objects";
import type { At } from "./records";
import { Refusal } from "./refusal";
import type { Portal, Property, Row } from "./tables";
import { isoOf } from "./times";

export type Said = { done: string; error: string };
type Place = { portal: Portal; object: ObjectName; row: Row | undefined };

/** The editor of one record, or of a new one; `form` is what a person sent and was refused. */
export function recordPage(
  { crm }: HubSpot,
  { portal, object, row }: Place,
  { done, error }: Said,
  form: URLSearchParams | undefined,
): Markup {
  const fields = [...crm.properties(portal.id, object).values()]
    .filter(({ isReadOnly }) => !isReadOnly)
    .map((property) =>
      fieldOf(portal, property, form?.get(`p.${property.name}`) ?? row?.properties[property.name] ?? ""),
    );
  const said = html`${done === "" ? html`` : html`<p class="good" role="status">${done}</p>`}${error === "" ? html`` : html`<p class="error" role="alert">${error}</p>`}`;
  if (!row)
    return html`<h1>${titleOf(object, row)}</h1>${said}<form method="post"><div class="fields">${fields}</div><button class="btn pri" name="act" value="create">Create</button></form>`;
  const isArchived = row.archivedAt !== undefined;
  const facts = html`<p class="muted small">ID ${row.id} · created ${isoOf(row.createdAt)} · changed ${isoOf(row.updatedAt)}${isArchived ? html` · <b>archived</b>` : html``}</p>`;
  const editor = html`<form method="post"><div class="fields">${fields}</div><button class="btn pri" name="act" value="save">Save</button></form>`;
  const title = titleOf(object, row);
  if (isArchived)
    return html`<h1>${title}</h1>${facts}${said}<form method="post" class="acts"><button class="btn pri" name="act" value="restore">Restore</button></form>`;
  const at: At = { crm, portal, object, by: crm.app };
  return html`<h1>${title}</h1>${facts}${said}${editor}${linksOf(at, row)}${actsOf(object)}`;
}

/** The name of a record, as lists and the editor show it. */
export function titleOf(object: ObjectName, row: Row | undefined): string {
  if (!row) return `New ${SINGULAR[object]}`;
  const { firstname, lastname, email, name, domain, dealname } = row.properties;
  const full = [firstname, lastname].filter(Boolean).join(" ");
  return full || name || dealname || email || domain || row.id;
}

function fieldOf({ owners, pipelines }: Portal, property: Property, value: string): Markup {
  const { name, label, type, fieldType, from } = property;
  const id = `p.${name}`;
  const head = html`<label for="${id}">${label} <span class="muted small mono">${name}</span></label>`;
  const choices = {
    owners: owners.map((owner) => ({ value: owner.id, label: `${owner.firstName} ${owner.lastName}` })),
    pipelines: pipelines.map((each) => ({ value: each.id, label: each.label })),
    stages: pipelines.flatMap(({ stages }) => stages.map((each) => ({ value: each.id, label: each.label }))),
  };
  const options = from ? choices[from] : property.options;
  if (options.length > 0 && fieldType !== "checkbox") {
    const all = [{ value: "", label: "" }, ...options].map(
      (each) =>
        html`<option value="${each.value}" ${each.value === value ? html`selected` : html``}>${each.label}</option>`,
    );
    return html`<div class="field">${head}<select class="inp" id="${id}" name="${id}">${all}</select></div>`;
  }
  const hints: Record<string, string> = { date: "2026-03-31", datetime: "2026-03-31T09:00:00Z" };
  const hint = hints[type] ?? options.map((each) => each.value).join(";");
  return html`<div class="field">${head}<input class="inp" id="${id}" name="${id}" value="${value}" placeholder="${hint}"></div>`;
}

function linksOf(at: At, row: Row): Markup {
  const others = OBJECTS.filter((each) => each !== at.object);
  const all = others.flatMap((to) =>
    associatedWith(at, row.id, to).map(
      ({
        id,
        isPrimary,
      }) => html`<li class="row"><a href="/hubspot/portals/${at.portal.id}/${to}/${id}">${SINGULAR[to]} ${id}</a>${isPrimary ? html` <span class="badge">Primary</span>` : html``}
        <form method="post"><input type="hidden" name="to" value="${to}"><input type="hidden" name="other" value="${id}"><button class="link" name="act" value="dissociate">Remove</button></form></li>`,
    ),
  );
  const targets = others.map((to) => html`<option value="${to}">${SINGULAR[to]}</option>`);
  return html`<h2>Associations</h2>${all.length > 0 ? html`<ul>${all}</ul>` : html`<p class="muted">None.</p>`}
    <div class="acts"><form method="post"><select class="inp" name="to" aria-label="Object">${targets}</select><input class="inp" name="other" required inputmode="numeric" placeholder="ID" aria-label="ID of the record to associate"><button class="btn" name="act" value="associate">Associate</button></form></div>`;
}

function actsOf(object: ObjectName): Markup {
  const erase =
    object === "contacts"
      ? html`<button class="btn danger" name="act" value="forget">Delete for good</button>`
      : html``;
  return html`<h2>More</h2><div class="acts"><form method="post"><button class="btn" name="act" value="webhook">Send webhook again</button><button class="btn danger" name="act" value="archive">Archive</button>${erase}</form>
    <form method="post"><input class="inp" name="other" required inputmode="numeric" placeholder="ID" aria-label="ID of the record to merge into this one"><button class="btn" name="act" value="merge">Merge into this one</button></form></div>`;
}

/** Does what a person asked for; returns the record to show and what was done. Throws a Refusal. */
export function actOn(
  { crm, edit, webhooks }: HubSpot,
  { portal: { id: portal }, object, id }: { portal: Portal; object: ObjectName; id: string },
  form: URLSearchParams,
): { id: string; words: string } {
  const other = (form.get("other") ?? "").trim();
  const end = () => {
    const to = objectNamed(form.get("to") ?? "");
    if (!to) throw Refusal.invalid("Choose the object of the other record.");
    return { object: to, id: other };
  };
  const then = (words: string, work: () => void) => () => {
    work();
    return { words };
  };
  const acts: Record<string, () => { id?: string; words: string }> = {
    create: () => ({ id: edit.create(portal, object, valuesIn(form, undefined)).id, words: "Created." }),
    save: () => {
      const values = valuesIn(form, crm.collection(portal, object).get(id));
      if (Object.keys(values).length === 0) return { words: "Nothing was changed." };
      edit.change(portal, object, id, values);
      return { words: `Saved: ${Object.keys(values).join(", ")}.` };
    },
    archive: then("Archived.", () => edit.archive(portal, object, id)),
    restore: () => ({ id: edit.restore(portal, object, id).id, words: "Restored." }),
    merge: () => ({ id: edit.merge(portal, object, id, other).id, words: `Record ${other} was merged into this one.` }),
    associate: then("Associated.", () => edit.associate(portal, { object, id }, end())),
    dissociate: then("Association removed.", () => edit.dissociate(portal, { object, id }, end())),
    webhook: () => {
      if (!webhooks.resend(portal, Number(id))) throw Refusal.invalid("There was no webhook for this record yet.");
      return { words: "The last webhook was sent again." };
    },
    forget: then("Deleted for good.", () => edit.forget(portal, object, id)),
  };
  const act = acts[form.get("act") ?? ""];
  if (!act) throw Refusal.invalid("Choose what to do.");
  return { id, ...act() };
}

/** Only what differs from the record: people see the rest, but did not write it. */
function valuesIn(form: URLSearchParams, row: Row | undefined): Record<string, string> {
  const given = [...form].filter(([name]) => name.startsWith("p."));
  const values = given.map(([name, value]) => [name.slice(2), value] as const);
  return Object.fromEntries(values.filter(([name, value]) => value !== (row?.properties[name] ?? "")));
}
