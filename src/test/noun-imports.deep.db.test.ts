// In full: see `isFull` in `rounds.ts`.
import "./noun-imports.db.test";
