import type pg from "pg";

/** The custom fields of contacts that the bench's data has. */
const customKeys = ["seats", "tier", "region", "site"];

const one = `
  select c.id, c.name, c.first_name, c.last_name, c.emails, c.phones, c.job_title, c.department, c.lifecycle, c.lifecycle_reason,
    c.lead_source, c.preferred_channel, c.do_not_email, c.do_not_call, c.linkedin, c.twitter, c.mailing_address,
    c.last_contacted_at, c.last_responded_at, c.notes, c.external_id, c.external_source, c.archived_at, c.created_at, c.updated_at,
    c.version, c.custom, c.next_step, to_char(c.next_step_on, 'YYYY-MM-DD') as next_step_on, c.next_title, c.next_at,
    to_char(c.next_on, 'YYYY-MM-DD') as next_on,
    n.id as next_id, n.name as next_name, n.status as next_status, w.id as written_id, w.name as written_name,
    w.status as written_status, a.id as account_id, a.name as account_name, m.id as owner_id, m.name as owner_name, m.status as owner_status
  from contacts c
  left join accounts a on a.tenant_id = c.tenant_id and a.id = c.account_id
  left join members m on m.tenant_id = c.tenant_id and m.id = c.owner_id
  left join members n on n.tenant_id = c.tenant_id and n.id = c.next_owner_id
  left join members w on w.tenant_id = c.tenant_id and w.id = c.next_step_owner_id
  where c.tenant_id = $1 and c.id = $2`;

/** A contact by its id. */
export async function contact(client: pg.PoolClient, tenantId: string, asked: URLSearchParams): Promise<unknown> {
  const { rows } = await client.query({ name: "contact", text: one, values: [tenantId, asked.get("id")] });
  const [row] = rows;
  if (!row) throw new Error("There is no such contact.");
  return {
    id: row.id,
    name: row.name,
    firstName: row.first_name,
    lastName: row.last_name,
    emails: row.emails,
    phones: row.phones,
    jobTitle: row.job_title,
    department: row.department,
    account: row.account_id && { id: row.account_id, name: row.account_name },
    lifecycle: row.lifecycle,
    lifecycleReason: row.lifecycle_reason,
    owner: row.owner_id && { id: row.owner_id, name: row.owner_name, placeholder: row.owner_status === "placeholder" },
    nextStep: row.next_step,
    nextStepOn: row.next_step_on,
    nextStepOwner: row.written_id && {
      id: row.written_id,
      name: row.written_name,
      placeholder: row.written_status === "placeholder",
    },
    nextTitle: row.next_title,
    nextAt: row.next_at,
    nextOn: row.next_on,
    nextOwner: row.next_id && { id: row.next_id, name: row.next_name, placeholder: row.next_status === "placeholder" },
    leadSource: row.lead_source,
    preferredChannel: row.preferred_channel,
    doNotEmail: row.do_not_email,
    doNotCall: row.do_not_call,
    linkedin: row.linkedin,
    twitter: row.twitter,
    mailingAddress: row.mailing_address,
    lastContactedAt: row.last_contacted_at?.toISOString() ?? null,
    lastRespondedAt: row.last_responded_at?.toISOString() ?? null,
    notes: row.notes,
    externalId: row.external_id,
    externalSource: row.external_source,
    archivedAt: row.archived_at,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
    mayEdit: true,
    tags: null,
    custom: Object.fromEntries(customKeys.map((key) => [key, row.custom?.[key] ?? null])),
  };
}
