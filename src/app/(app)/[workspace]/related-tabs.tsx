"use client";

import type { RecordTab } from "@/components/layout/record-tabs";
import { type NounEntity, nouns } from "@/lib/nouns/all";
import { type Relation, relationName } from "@/lib/nouns/relations";
import { capital } from "@/lib/text";
import type { RelatedTo } from "@/modules/platform/data/records/components/noun-own";
import { RelatedRecordCount, relatedCondition } from "@/modules/platform/data/records/components/noun-related";
import { LazyRelation } from "@/modules/platform/data/records/components/noun-relation-lazy";
import { screenAt } from "@/registry/screens";

/** A tab for each relation that leads to a record: its count, its records, and the ways to add one. */
export function relatedTabs(relations: readonly Relation[], to: RelatedTo): RecordTab[] {
  return relations.map((relation) => {
    const head = nouns[relation.entity as NounEntity];
    const id = relationName(relations, relation, head.path);
    return {
      id,
      label: id === head.path ? capital(head.many) : `${capital(head.many)} (${relation.label.toLowerCase()})`,
      count: <Count relation={relation} to={to} />,
      panel: <Panel relation={relation} to={to} />,
    };
  });
}

interface RelationProps {
  relation: Relation;
  to: RelatedTo;
}

function Count({ relation, to }: RelationProps) {
  const Screen = screenAt(relation.entity as NounEntity);
  const of = relatedCondition(relation, to.id);
  return <Screen draw={(noun, { request }) => <RelatedRecordCount {...{ noun, of, request }} />} />;
}

function Panel({ relation, to }: RelationProps) {
  const Screen = screenAt(relation.entity as NounEntity);
  return (
    <Screen
      draw={(noun, { own, Related }) =>
        Related ? (
          <Related of={relatedCondition(relation, to.id)} to={to} />
        ) : (
          <LazyRelation noun={noun} field={relation.field} to={to} own={own} />
        )
      }
    />
  );
}
