"use client";

import { Plus, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { emptyTexts } from "@/components/data-table/empty-texts";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";

export interface RecordsEmptyProps {
  /** "opportunity" */
  entity: string;
  /** "opportunities" */
  noun: string;
  /** The purpose of the list or board, in one or two sentences. */
  purpose: string;
  /** Null if such records cannot be imported. */
  importPermission: string | null;
  /** "New opportunity" and its handler; null for members without the right. */
  create: { label: string; run(): void } | null;
  /** One more way to fill it. */
  more?: ReactNode;
}

/** An empty list or board: its purpose, and the ways to fill it, import first. */
export function RecordsEmpty({ entity, noun, purpose, importPermission, create, more }: RecordsEmptyProps) {
  const { can, href, visibility } = useWorkspace();
  const mayImport = importPermission !== null && can(importPermission);
  const { title, text } = emptyTexts(visibility[entity] ?? "all", noun, purpose);
  return (
    <EmptyState
      title={title}
      actions={
        <>
          {mayImport ? (
            <Button asChild variant="primary">
              <Link href={href("/settings/imports/new")}>
                <Upload aria-hidden />
                Import files
              </Link>
            </Button>
          ) : null}
          {create ? (
            <Button variant={mayImport ? "secondary" : "primary"} icon={<Plus aria-hidden />} onClick={create.run}>
              {create.label}
            </Button>
          ) : null}
          {more}
        </>
      }
    >
      {text}
    </EmptyState>
  );
}
