"use client";

import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { tellRefusal } from "@/components/form/tell-refusal";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { InlineEdit } from "@/components/ui/inline-edit";
import { Link } from "@/components/ui/link";
import { notify } from "@/components/ui/toast";
import { formatMoney } from "@/lib/money";
import { succeeded } from "@/lib/succeeded";
import { useUndoNotice } from "@/trpc/undo-acts";
import { useLineWrites } from "../lines/client";
import type { OpportunityLines } from "../lines/schema";
import type { Opportunity } from "../schema";

interface LineRowProps {
  opportunity: Opportunity;
  line: OpportunityLines["lines"][number];
  /** All lines of the opportunity, which have one version. */
  lines: OpportunityLines;
}

/** One product of an opportunity: quantity and price edited in place, and taken out with an undo. */
export function LineRow({ opportunity, line, lines }: LineRowProps) {
  const { locale, href } = useWorkspace();
  const at = useListLocale();
  const { edits } = useLineWrites();
  const money = (amount: number) => formatMoney(amount, line.unitPrice.currency, at);

  const edit = (
    label: string,
    value: number,
    kind: "number" | "money",
    children: ReactNode,
    field: "quantity" | "unitPrice",
  ) => (
    <span className="flex h-full items-center">
      <InlineEdit
        label={`${label} of ${line.product.name}`}
        kind={kind}
        value={value}
        currency={line.unitPrice.currency}
        required
        readOnly={!opportunity.mayEdit}
        className="desk:justify-end"
        onSave={(next) => edits.save(lines, label, { lineId: line.id, [field]: Number(next) })}
      >
        <span className="desk:ml-auto">{children}</span>
      </InlineEdit>
    </span>
  );

  const cell = "px-cell hairline-b hairline-soft phone:p-0 phone:shadow-none";
  return (
    <tr className="h-row phone:grid phone:h-auto phone:grid-cols-[72px_minmax(0,1fr)_auto_36px] phone:items-center phone:gap-x-2 phone:px-4 phone:py-1 phone:hairline-b phone:hairline-soft">
      <td className={`${cell} max-w-0 desk:pl-edge! phone:col-span-3 phone:max-w-none`}>
        <span className="flex min-w-0 items-baseline gap-2">
          <Link
            href={href(`/products/${line.product.id}`)}
            className="shrink-0 truncate rounded-sm font-medium hover:underline"
          >
            {line.product.name}
          </Link>
          {line.description ? <span className="truncate text-muted">{line.description}</span> : null}
        </span>
      </td>
      <td className={`${cell} h-px text-right phone:order-3 phone:h-11`}>
        {edit("Quantity", line.quantity, "number", line.quantity.toLocaleString(locale), "quantity")}
      </td>
      <td className={`${cell} h-px text-right phone:order-4 phone:h-11`}>
        {edit("Unit price", line.unitPrice.amount, "money", money(line.unitPrice.amount), "unitPrice")}
      </td>
      <td className={`${cell} text-right phone:order-5 phone:col-span-2`}>{money(line.total.amount)}</td>
      <td className={`${cell} desk:pr-3! text-right phone:order-2`}>
        {opportunity.mayEdit ? <RemoveLine line={line} lines={lines} /> : null}
      </td>
    </tr>
  );
}

function RemoveLine({ line, lines }: Omit<LineRowProps, "opportunity">) {
  const offerUndo = useUndoNotice();
  const { add, remove, removing } = useLineWrites();
  return (
    <IconButton
      size="sm"
      label={`Remove ${line.product.name}`}
      icon={<Trash2 aria-hidden />}
      busy={removing}
      onClick={async () => {
        try {
          const left = await remove(lines, line.id);
          const { product, quantity, unitPrice, description } = line;
          const removedText = `${product.name} removed`;
          // A product that the member may not see cannot be added again.
          if (!product.id) return void notify.success(removedText);
          const again = { productId: product.id, quantity, unitPrice: unitPrice.amount, description };
          offerUndo(removedText, () => succeeded(add(left, again), tellRefusal));
        } catch (error) {
          tellRefusal(error);
        }
      }}
    />
  );
}
