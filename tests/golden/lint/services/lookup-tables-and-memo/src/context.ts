import { randomUUID } from 'crypto';
import type { NextFunction, Request, Response } from 'express';

const ids = new WeakMap<Request, string>();

export function requestId(req: Request, res: Response, next: NextFunction): void {
  const id = req.header('x-request-id') ?? randomUUID();
  ids.set(req, id);
  res.setHeader('x-request-id', id);
  next();
}

export const idOf = (req: Request): string | undefined => ids.get(req);
