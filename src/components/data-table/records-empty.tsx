"use client";

import { Plus, Upload } from "lucide-react";
import { nothingSeen } from "@/components/data-table/nothing-seen";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";

interface RecordsEmptyProps {
  /** "opportunity" */
  entity: string;
  /** "opportunities" */
  noun: string;
  /** What the list or board is for, in one or two sentences. */
  purpose: string;
  /** Null where no file brings such records. */
  importPermission: string | null;
  /** "New opportunity" and what it does; null for who may not. */
  create: { label: string; run(): void } | null;
}

/** A list or board without any record: what it is for, and the ways to fill it, files first. */
export function RecordsEmpty({ entity, noun, purpose, importPermission, create }: RecordsEmptyProps) {
  const { can, href, sight } = useWorkspace();
  const mayImport = importPermission !== null && can(importPermission);
  const { title, text } = nothingSeen(sight[entity] ?? "all", noun, purpose);
  return (
    <EmptyState
      title={title}
      actions={
        <>
          {mayImport ? (
            <Button asChild variant="primary">
              <Link href={href("/settings/imports/new")}>
                <Upload aria-hidden />
                Import your files
              </Link>
            </Button>
          ) : null}
          {create ? (
            <Button variant={mayImport ? "secondary" : "primary"} icon={<Plus aria-hidden />} onClick={create.run}>
              {create.label}
            </Button>
          ) : null}
        </>
      }
    >
      {text}
    </EmptyState>
  );
}
