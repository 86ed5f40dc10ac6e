"use client";

import { useQueries } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type FilterField, groupFields } from "@/components/data-table/filter-fields";
import { useListLocale } from "@/components/data-table/list-locale";
import type { ListState } from "@/components/data-table/list-state";
import { NothingMatches } from "@/components/data-table/narrowing";
import type { useListState } from "@/components/data-table/use-list-state";
import { useRelatedFields } from "@/components/data-table/use-related-fields";
import { useConditionWords } from "@/components/data-table/use-value-labels";
import { Button } from "@/components/ui/button";
import { counted } from "@/lib/counted";
import type { Condition, ListTotal } from "@/lib/list-filter";
import { listRequest } from "@/lib/list-request";
import type { Noun } from "@/lib/nouns/define";
import { useApiClient } from "@/trpc/react";
import { listClient } from "./noun-listed";

export interface NoMatchesProps {
  noun: Pick<Noun, "head">;
  list: Pick<ReturnType<typeof useListState>, "state" | "set">;
  fields: readonly FilterField[];
}

/** One part of what narrows a list, and the list without it. */
interface Part {
  key: string;
  condition?: Condition;
  /** The words of what is no single condition. */
  words?: string;
  without: Pick<ListState, "filter" | "q">;
}

/** The most parts that are tried, and the most that are offered. */
const mostTried = 8;
const mostOffered = 3;

/** No row matches: names each filter without which some do, and offers to remove it. */
export function NounNoMatches({ noun, list, fields }: NoMatchesProps) {
  const server = useApiClient();
  const { state } = list;
  const known = useRelatedFields(fields, state.filter);
  const { head } = noun;
  const parts = partsOf(state, known).slice(0, mostTried);
  const answers = useQueries({
    queries: parts.map(({ without }) => {
      const input = { ...listRequest({ ...state, ...without, sort: null, thenBy: [] }), limit: 1 };
      return {
        queryKey: [[head.path, "without"], input],
        queryFn: async (): Promise<ListTotal> =>
          (await listClient<{ total: ListTotal }>(server, head.path).list.query(input)).total,
      };
    }),
  });
  const offers = parts.flatMap((part, place) => {
    const total = answers[place]?.data;
    return total === undefined || total === 0 ? [] : [{ part, total }];
  });
  const waits = answers.some(({ isPending }) => isPending);
  return (
    <NothingMatches noun={head.many} list={list}>
      {offers.length > 0 || waits ? (
        <span className="flex min-h-7 w-full flex-col items-center gap-2">
          {offers.slice(0, mostOffered).map(({ part, total }) => (
            <Offer key={part.key} {...{ part, total, noun, fields: known }} onRemove={() => list.set(part.without)} />
          ))}
        </span>
      ) : null}
    </NothingMatches>
  );
}

/** The parts that can be removed so that others still hold; a single one is cleared by the usual button. */
function partsOf({ filter, q }: ListState, fields: readonly FilterField[]): Part[] {
  const { conditions, groups, match } = filter;
  const without = <T,>(all: readonly T[], place: number) => all.filter((_, at) => at !== place);
  const parts = [
    ...(match === "any" ? [] : conditions).map((condition, place) => ({
      key: `condition ${place}`,
      condition,
      without: { q, filter: { ...filter, conditions: without(conditions, place) } },
    })),
    ...(match === "any" ? [] : groups).map((group, place) => ({
      key: `group ${place}`,
      words: groupFields(group, fields).join(group.match === "any" ? " or " : " and "),
      without: { q, filter: { ...filter, groups: without(groups, place) } },
    })),
    ...(q === "" ? [] : [{ key: "search", words: `Search “${q}”`, without: { q: "", filter } }]),
  ];
  return parts.length > 1 ? parts : [];
}

interface OfferProps extends Pick<NoMatchesProps, "noun" | "fields"> {
  part: Part;
  total: ListTotal;
  onRemove(): void;
}

function Offer({ part, ...rest }: OfferProps) {
  const { condition, words } = part;
  const field = rest.fields.find((one) => one.field === condition?.field);
  if (condition && field) return <ConditionOffer {...rest} condition={condition} field={field} />;
  return <OfferButton {...rest} words={words ?? condition?.field ?? ""} />;
}

type Found = Omit<OfferProps, "part">;

function ConditionOffer({ condition, field, ...rest }: Found & { condition: Condition; field: FilterField }) {
  const { operator, values, joiner } = useConditionWords(field, condition);
  return (
    <OfferButton {...rest} words={[field.label, operator, values.join(` ${joiner} `)].filter(Boolean).join(" ")} />
  );
}

function OfferButton({ noun, total, words, onRemove }: Found & { words: string }) {
  const { locale } = useListLocale();
  return (
    <Button icon={<X aria-hidden />} onClick={onRemove} className="max-w-full">
      <span className="truncate">{`Remove ${words}`}</span>
      <span className="shrink-0 font-normal text-muted">{counted(total, noun.head, locale)}</span>
    </Button>
  );
}
