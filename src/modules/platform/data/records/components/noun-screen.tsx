"use client";

import type { ComponentType, ReactNode } from "react";
import type { Fields } from "@/lib/fields/field";
import type { RecordOf } from "@/lib/fields/record";
import type { Condition } from "@/lib/list-filter";
import type { NounWith } from "@/trpc/noun-client";
import type { NounOwn, RelatedTo } from "./noun-own";
import type { RecordParts } from "./noun-record";
import type { RelatedRequest } from "./noun-related";

/** The parts that the pages of a noun replace or add. */
interface ScreenExtras<F extends Fields> {
  own?: NounOwn<F>;
  parts?(record: RecordOf<F>): RecordParts;
  /** Its records on the page of another record, in the place of the common rows, and the request that counts them. */
  Related?: ComponentType<RelatedProps>;
  request?: RelatedRequest;
}

export interface RelatedProps {
  /** The condition: opportunities of an account. */
  of: Condition;
  /** The other record. */
  to: RelatedTo;
}

interface NounScreenProps {
  /** Draws a list or a record; it calls no hooks. */
  draw(noun: NounWith<Fields>, extras: ScreenExtras<Fields>): ReactNode;
}
export type NounScreen = ComponentType<NounScreenProps>;

/** A component that hands a noun to what draws it: pages load the fields of the one noun that they show. */
export function screenOf<F extends Fields>(noun: NounWith<F>, extras: ScreenExtras<F> = {}): NounScreen {
  return ({ draw }) => draw(noun as unknown as NounWith<Fields>, extras as unknown as ScreenExtras<Fields>);
}
