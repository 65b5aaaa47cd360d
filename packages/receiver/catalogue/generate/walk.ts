// Every named shape that can be reached, in the order in which a reader meets them.
import type { Members, Named, Shape, Variant } from '../shapes.ts';

export type Reached = Named | Variant;

export function reach(...roots: readonly (Shape | Variant)[]): readonly Reached[] {
  const found = new Set<Reached>();
  for (const root of roots) visit(root, found);
  return [...found];
}

function visit(shape: Shape | Variant, found: Set<Reached>): void {
  switch (shape.is) {
    case 'either':
      for (const one of shape.of) visit(one, found);
      return;
    case 'nullable':
    case 'list':
      visit(shape.of, found);
      return;
    case 'object':
    case 'variant':
    case 'tagged':
    case 'presence':
    case 'alias':
      if (found.has(shape)) return;
      found.add(shape);
      for (const next of inside(shape)) visit(next, found);
  }
}

function inside(shape: Reached): readonly (Shape | Variant)[] {
  switch (shape.is) {
    case 'object':
    case 'variant':
      return memberShapes(shape.members);
    case 'tagged':
      return [...(shape.head === null ? [] : [shape.head]), ...shape.variants];
    case 'presence':
      return [shape.present, shape.absent];
    case 'alias':
      return [shape.of];
  }
}

const memberShapes = (members: Members): readonly Shape[] =>
  Object.values(members).map((member) => member.shape);
