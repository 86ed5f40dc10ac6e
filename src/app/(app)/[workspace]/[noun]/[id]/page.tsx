import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { recordedIn } from "@/lib/fields/progression";
import { type NounEntity, nounAt } from "@/lib/nouns/all";
import { parentField } from "@/lib/nouns/family";
import type { PageQuery } from "@/lib/nouns/requests";
import { capital } from "@/lib/text";
import { filesRequest } from "@/modules/platform/data/files/components/files-request";
import { timelineRequest } from "@/modules/platform/history/events/components/timeline-request";
import { declaredNouns, nounRequests } from "@/registry/nouns";
import { relationsTo } from "@/registry/relations";
import { apiAt } from "@/trpc/noun-api";
import { partApi } from "@/trpc/part-api";
import { firstPage, recordAt, workspaceApi } from "@/trpc/server";
import { queryOptionsOf, relatedQueries } from "../../related-queries";
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
  const own = Object.values(nounRequests).flatMap(({ parts }) => parts?.[noun.entity] ?? []);
  const ask = (queries: readonly PageQuery[]) => queries.map((query) => queryOptionsOf(api, query));
  const shown = new Set([noun.entity, ...relations.map(({ entity }) => entity as NounEntity)]);
  const head = prefetch(
    apiAt(api, path).get.queryOptions({ id }),
    ...[...shown].flatMap((entity) => ask(nounRequests[entity]?.needs ?? [])),
  );
  start([
    api.events.timeline.infiniteQueryOptions(timelineRequest(noun.entity, id), firstPage),
    ...relatedQueries(api, relations, id),
    api.files.list.infiniteQueryOptions(filesRequest({ entity: noun.entity, recordId: id }), firstPage),
    ...(recordedIn(declared.fields).length > 0 ? [stays.queryOptions({ id })] : []),
    ...(parentField(declared) ? [family.queryOptions({ id })] : []),
    ...declared.parts.map((list) => partApi(api, list).list.queryOptions({ id })),
    ...own.flatMap(({ first }) => ask(first?.(id) ?? [])),
  ]);
  await head;
  const record = await recordAt(caller, path, id).catch(() => null);
  if (record) start(own.flatMap(({ dependent }) => ask(dependent?.(record) ?? [])));
  return hydrate(<NounRecordPage entity={noun.entity} id={id} relations={relations} />);
}
