"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatMoney } from "@/components/data-table/field-entry";
import { readServerError } from "@/components/form/server-error";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { InlineEdit } from "@/components/ui/inline-edit";
import { notify } from "@/components/ui/toast";
import { api } from "@/trpc/react";
import { saveEdit } from "@/trpc/save-edit";
import { useLineChange } from "../client";
import { lines as linesSchema, type OpportunityLines } from "../lines/schema";
import type { Opportunity } from "../schema";

type Line = OpportunityLines["lines"][number];

/** One product of a deal: quantity and price edited in place, and taken out with an undo. */
export function LineRow({ deal, line, version }: { deal: Opportunity; line: Line; version: number }) {
  const { locale, href } = useWorkspace();
  const utils = api.useUtils();
  const update = api.opportunities.updateLine.useMutation(useLineChange());
  const money = (amount: number) => formatMoney(amount, line.unitPrice.currency, locale);

  const edit = (label: string, value: number, kind: "number" | "money", children: ReactNode, field: string) => (
    <span className="flex h-full items-center">
      <InlineEdit
        label={`${label} of ${line.product.name}`}
        kind={kind}
        value={value}
        currency={line.unitPrice.currency}
        required
        readOnly={!deal.mayEdit}
        className="desk:justify-end"
        onSave={(next) =>
          saveEdit({
            label,
            version,
            send: (seen) => update.mutateAsync({ id: deal.id, version: seen, lineId: line.id, [field]: Number(next) }),
            row: linesSchema,
            show: (lines) => utils.opportunities.lines.setData({ id: deal.id }, lines),
          })
        }
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
        {deal.mayEdit ? <RemoveLine deal={deal} line={line} version={version} /> : null}
      </td>
    </tr>
  );
}

function RemoveLine({ deal, line, version }: { deal: Opportunity; line: Line; version: number }) {
  const change = useLineChange();
  const remove = api.opportunities.removeLine.useMutation(change);
  const add = api.opportunities.addLine.useMutation(change);
  const refused = (error: unknown) => notify.error(readServerError(error).message);
  return (
    <IconButton
      size="sm"
      label={`Take ${line.product.name} out`}
      icon={<Trash2 aria-hidden />}
      busy={remove.isPending}
      onClick={async () => {
        try {
          const left = await remove.mutateAsync({ id: deal.id, version, lineId: line.id });
          notify.undo(`${line.product.name} taken out`, () => {
            if (!line.product.id) return;
            add
              .mutateAsync({
                id: deal.id,
                version: left.version,
                productId: line.product.id,
                quantity: line.quantity,
                unitPrice: line.unitPrice.amount,
                description: line.description,
              })
              .catch(refused);
          });
        } catch (error) {
          refused(error);
        }
      }}
    />
  );
}
