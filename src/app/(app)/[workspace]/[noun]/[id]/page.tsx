import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pathsIn } from "@/lib/fields/path";
import { type NounEntity, nounAt } from "@/lib/nouns/all";
import { parentField } from "@/lib/nouns/family";
import type { PageQuery } from "@/lib/nouns/requests";
import { capital } from "@/lib/text";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { declaredNouns, nounRequests } from "@/registry/nouns";
import { relationsTo } from "@/registry/relations";
import { apiAt } from "@/trpc/noun-api";
import { firstPage, recordAt, workspaceApi } from "@/trpc/server";
import { askedBy, relatedQueries } from "../../related-queries";
import { NounRecordPage } from "./noun-record-page";

type Props = { params: Promise<{ workspace: string; noun: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, noun: path, id } = await params;
  const noun = nounAt(path);
  if (!noun) return {};
  const { caller } = await workspaceApi(workspace);
  const record = await recordAt(caller, path, id).catch(() => null);
  return { title: record?.name ?? capital(noun.head.one) };
}

export default async function RecordPage({ params }: Props) {
  const { workspace, noun: path, id } = await params;
  const noun = nounAt(path);
  if (!noun) notFound();
  const { api, caller, prefetch, start, hydrate, ctx } = await workspaceApi(workspace);
  const relations = relationsTo(ctx, noun.entity);
  const { stays, family } = apiAt(api, path);
  const declared = declaredNouns[noun.entity].noun;
  const asked = {
    ...relatedQueries(api, relations, id),
    ...(pathsIn(declared.fields).length > 0 ? { stays: [stays.queryOptions({ id })] } : {}),
    ...(parentField(declared) ? { family: [family.queryOptions({ id })] } : {}),
  };
  const record = () => recordAt(caller, path, id).catch(() => null);
  const own = Object.values(nounRequests).map(({ parts }) => parts?.[noun.entity]?.(id, record));
  const ask = async (queries: readonly PageQuery[] | Promise<readonly PageQuery[]>) =>
    (await queries).map((query) => askedBy(api, query));
  const parts = {
    timeline: start([api.events.timeline.infiniteQueryOptions(timelineRequest(noun.entity, id), firstPage)]),
    ...Object.fromEntries(Object.entries(asked).map(([name, queries]) => [name, start(queries)])),
    ...Object.fromEntries(
      own.flatMap((given) => Object.entries(given ?? {})).map(([name, queries]) => [name, start([], ask(queries))]),
    ),
  };
  const shown = new Set([noun.entity, ...relations.map(({ entity }) => entity as NounEntity)]);
  await prefetch(
    apiAt(api, path).get.queryOptions({ id }),
    ...[...shown].flatMap((entity) => (nounRequests[entity]?.needs ?? []).map((query) => askedBy(api, query))),
  );
  return hydrate(<NounRecordPage entity={noun.entity} id={id} relations={relations} />, parts);
}
