import "server-only";
import { seal, unseal } from "@/server/crypto";

interface Row {
  tenantId: string;
  /** Of the connection, or of a grant that is given back. */
  id: string;
}

/** The names of the sealed columns: a token that is copied into another row or column cannot be opened. */
export const sealedColumns = ["accessToken", "refreshToken", "previousToken"] as const;
type Sealed = (typeof sealedColumns)[number] | "revokedToken";

export const ownerOf = ({ tenantId, id }: Row, column: Sealed): string => `connection ${tenantId} ${id} ${column}`;

export const sealed = (row: Row, column: Sealed, token: string): string => seal(ownerOf(row, column), token);
export const opened = (row: Row, column: Sealed, text: string): string => unseal(ownerOf(row, column), text);
