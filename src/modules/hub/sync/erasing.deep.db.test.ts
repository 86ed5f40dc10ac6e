// In full: see `isFull` in `test/rounds.ts`.
import "./erasing.db.test";
