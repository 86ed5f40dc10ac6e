"use client";

import type { ReactNode } from "react";
import { NounRecord } from "@/modules/platform/records/components/noun-record";
import { products } from "../fields";

export interface ProductRecordProps {
  id: string;
  /** The opportunities that sell this product, and how many. */
  opportunities: ReactNode;
  opportunitiesCount: ReactNode;
}

/** The page of one product. */
export function ProductRecord({ id, opportunities, opportunitiesCount }: ProductRecordProps) {
  return (
    <NounRecord
      noun={products}
      id={id}
      parts={() => ({
        tabs: [{ id: "opportunities", label: "Opportunities", count: opportunitiesCount, panel: opportunities }],
      })}
    />
  );
}
