import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pathsIn } from "@/lib/fields/path";
import { nounAt } from "@/lib/nouns/all";
import { parentField } from "@/lib/nouns/family";
import { capital } from "@/lib/text";
import { timelineRequest } from "@/modules/platform/events/components/timeline-request";
import { declaredNouns } from "@/registry/nouns";
import { relationsTo } from "@/registry/relations";
import { apiAt } from "@/trpc/noun-api";
import { partApi } from "@/trpc/part-api";
import { firstPage, recordAt, workspaceApi } from "@/trpc/server";
import { relatedQueries } from "../../related-queries";
import { NounRecordPage } from "./noun-record-page";
import { partsOfRecord } from "./parts-of-record";

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
  const { api, prefetch, start, hydrate, ctx } = await workspaceApi(workspace);
  const relations = relationsTo(ctx, noun.entity);
  const { stays, family } = apiAt(api, path);
  const declared = declaredNouns[noun.entity].noun;
  const showsStages = relations.some(({ entity }) => entity === "opportunity");
  const head = prefetch(
    apiAt(api, path).get.queryOptions({ id }),
    ...(showsStages ? [api.pipelines.list.queryOptions({ archived: true })] : []),
  );
  start([
    api.events.timeline.infiniteQueryOptions(timelineRequest(noun.entity, id), firstPage),
    ...relatedQueries(api, relations, id),
    ...(pathsIn(declared.fields).length > 0 ? [stays.queryOptions({ id })] : []),
    ...(parentField(declared) ? [family.queryOptions({ id })] : []),
    ...declared.parts.map((list) => partApi(api, list).list.queryOptions({ id })),
    ...(partsOfRecord[noun.entity]?.(api, id) ?? []),
  ]);
  await head;
  return hydrate(<NounRecordPage entity={noun.entity} id={id} relations={relations} />);
}
