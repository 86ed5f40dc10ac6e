import "server-only";
import { Prisma } from "@/server/db/generated/client";
import type { SetColumn } from "@/server/db/row-sets";
import type { BatchRecord } from "@/server/nouns/import/rules";
import type { ContactRole } from "../../contacts/rules";
import type { Stay } from "../rules";

/** The stored columns that an import reads and writes. */
export interface OpportunityColumns {
  name: string;
  externalId: string | null;
  externalSource: string | null;
  description: string | null;
  descriptionDoc: unknown;
  accountId: string | null;
  competitorId: string | null;
  pipelineId: string;
  stageId: string;
  status: string;
  amountMinor: bigint | null;
  currency: string;
  valueFromLines: boolean | null;
  probability: number | null;
  expectedCloseDate: Date | null;
  actualCloseDate: Date | null;
  closeDatePushes: number;
  closedAt: Date | null;
  lossReasonId: string | null;
  lossDetail: string | null;
  leadSource: string | null;
  ownerId: string | null;
  stageEnteredAt: Date | null;
  touchedAt: Date | null;
}

/** The data of an imported opportunity besides its columns. */
export interface ExtraData {
  /** Its place in its stage as it was, and the one that it gets. */
  rank: string | null;
  newRank: string | null;
  /** Products of its lines as they were, the one that a row adds, and the line that it becomes. */
  products: readonly string[];
  product: string | null;
  lineId: string | null;
  /** Its contacts as they were, and those that rows add. */
  contacts: readonly string[];
  newContacts: readonly NewContact[];
  /** Number of its stay before and its beginning, and the stays that the rows add. */
  sequence: number | null;
  enteredAt: Date | null;
  stays: readonly Stay[];
  /** Where a person has moved it since: the stage of the last import. */
  importedStageId: string | null;
  /** In a preview: the stages into which earlier batches moved it. */
  passed: readonly string[];
}

/** A contact that a row adds to an opportunity. */
export interface NewContact {
  /** Of its part in the opportunity. */
  id: string;
  contactId: string;
  role: ContactRole | null;
}

/** An opportunity on its way through a batch. */
export type Imported = BatchRecord<OpportunityColumns, ExtraData>;

export const noExtraData: ExtraData = {
  rank: null,
  newRank: null,
  products: [],
  product: null,
  lineId: null,
  contacts: [],
  newContacts: [],
  sequence: null,
  enteredAt: null,
  stays: [],
  importedStageId: null,
  passed: [],
};

/** Read in addition to the columns of the fields: where it stands, its lines and its present stay. */
export const extraSelect = {
  columns: Prisma.sql`
    t.stage_id as "stageId", t.pipeline_id as "pipelineId", t.rank,
    array(select l.product_id::text from opportunity_lines l
          where l.tenant_id = t.tenant_id and l.opportunity_id = t.id) as products,
    array(select c.contact_id::text from opportunity_contacts c
          where c.tenant_id = t.tenant_id and c.opportunity_id = t.id) as contacts,
    coalesce(e.sequence, 0)::int as sequence, e.entered_at as "enteredAt",
    case when e.source in ('app', 'api') then (
      select i.stage_id from stage_entries i
      where i.tenant_id = t.tenant_id and i.opportunity_id = t.id and i.source = 'import' order by i.sequence desc limit 1
    ) end as "importedStageId"`,
  joins: Prisma.sql`
    left join lateral (
      select sequence, entered_at, source from stage_entries
      where tenant_id = t.tenant_id and opportunity_id = t.id order by sequence desc limit 1
    ) as e on true`,
};

type Read = OpportunityColumns &
  Partial<Omit<ExtraData, "newRank" | "product" | "stays" | "newContacts">> & { partIds?: readonly string[] };

/** Divides such a row, or how an opportunity was before an import. */
export function divide(row: Read): { columns: OpportunityColumns; more: ExtraData } {
  const { rank = null, products = [], contacts = [], partIds = [], lineId = null, sequence = null, ...rest } = row;
  const { enteredAt = null, importedStageId = null, ...columns } = rest;
  const newContacts = partIds.map((id) => ({ id, contactId: "", role: null }));
  const more = { rank, products, contacts, newContacts, lineId, sequence, enteredAt, importedStageId };
  return { columns, more: { ...noExtraData, ...more } };
}

/** Written in addition to the columns of the fields. */
export const extraColumns: SetColumn<Imported>[] = [
  { column: "stage_id", type: "uuid", value: ({ after }) => after.stageId },
  { column: "pipeline_id", type: "uuid", value: ({ after }) => after.pipelineId },
  { column: "rank", type: "text", value: ({ more }) => more.newRank ?? more.rank },
];
