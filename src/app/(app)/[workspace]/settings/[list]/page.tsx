import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { settingsEntries } from "@/lib/list-request";
import { type NounEntity, nounAt, nouns } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { archivedEntries, countsRequest } from "@/modules/platform/data/records/components/noun-requests";
import { countedRelationsTo } from "@/registry/relations";
import { apiAt } from "@/trpc/noun-api";
import { firstPage, workspaceApi } from "@/trpc/server";
import { NounSettingsPage } from "./noun-settings-page";

type Props = { params: Promise<{ workspace: string; list: string }> };

const listAt = (path: string) => {
  const noun = nounAt(path);
  return noun?.head.settings ? noun : undefined;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const noun = listAt((await params).list);
  return noun ? { title: capital(noun.head.many) } : {};
}

/** The nouns that are lists in the settings. */
export default async function ListOfSettingsPage({ params }: Props) {
  const { workspace, list: path } = await params;
  const noun = listAt(path);
  if (!noun) notFound();
  const { api, prefetch, hydrate, ctx } = await workspaceApi(workspace);
  const relations = countedRelationsTo(ctx, noun.entity);
  const { list } = apiAt(api, path);
  await prefetch(
    list.infiniteQueryOptions(settingsEntries, firstPage),
    list.infiniteQueryOptions(archivedEntries, firstPage),
    ...relations.map(({ entity, field }) =>
      apiAt(api, nouns[entity as NounEntity].path).groups.queryOptions(countsRequest(field)),
    ),
  );
  return hydrate(<NounSettingsPage entity={noun.entity} relations={relations} />);
}
