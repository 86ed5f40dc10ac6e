"use client";

import { useId } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { notify } from "@/components/ui/toast";
import { formatMoney } from "@/lib/money";
import { type AnyWhole, partsIn } from "@/lib/nouns/parts";
import type { Money } from "@/lib/zod";
import { NounParts } from "@/modules/platform/data/records/components/noun-parts";
import { useNewRecord } from "@/modules/platform/data/records/components/noun-picks";
import { products } from "../../products/fields";
import { useOpportunityEdits } from "../client";
import { declared } from "../fields";
import { lineParts } from "../lines/fields";
import type { Opportunity } from "../schema";

const first = { quantity: 1 };

/** The products of an opportunity with their prices and sum. */
export function OpportunityLines({ opportunity }: { opportunity: Opportunity }) {
  const make = useNewRecord(products);
  const { valueFromLines } = opportunity;
  const actions = (whole: AnyWhole) => {
    // Without products the value can be let go, but there is no total to take.
    if (partsIn(lineParts, whole).length === 0 && !valueFromLines) return null;
    return (
      <>
        <FollowsLines opportunity={opportunity} />
        {valueFromLines ? null : <UseAsValue opportunity={opportunity} total={whole.total as Money} />}
      </>
    );
  };
  return (
    <NounParts
      noun={declared}
      record={opportunity}
      list={lineParts}
      own={{ first, make, actions, purpose: "Products of this opportunity are listed here, with quantity and price." }}
    />
  );
}

/** Whether the value of the opportunity is the total of its products. */
function FollowsLines({ opportunity }: { opportunity: Opportunity }) {
  const id = useId();
  const edits = useOpportunityEdits();
  const isOn = opportunity.valueFromLines === true;
  return (
    <span className="mr-auto flex items-center gap-2 pl-1">
      <Checkbox
        id={id}
        checked={isOn}
        onCheckedChange={() =>
          edits
            .save(
              opportunity,
              "Value from lines",
              { valueFromLines: !isOn },
              isOn ? "The value stays and can be changed" : "The value is the total of the products",
            )
            .catch((error: Error) => notify.error(error.message))
        }
      />
      <label htmlFor={id}>Value from lines</label>
    </span>
  );
}

/** Takes the sum of the products as the value of the opportunity, where it is another one. */
function UseAsValue({ opportunity, total }: { opportunity: Opportunity; total: Money }) {
  const at = useListLocale();
  const edits = useOpportunityEdits();
  const { amount } = opportunity;
  if (amount?.amount === total.amount && amount.currency === total.currency) return null;
  const text = formatMoney(total.amount, total.currency, at);
  return (
    <Button
      variant="ghost"
      onClick={() =>
        edits
          .save(opportunity, "Value", { amount: total }, `Value set to ${text}`)
          .catch((error: Error) => notify.error(error.message))
      }
    >
      {`Use ${text} as value`}
    </Button>
  );
}
