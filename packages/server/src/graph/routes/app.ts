// An app as the Graph API shows it, at /{app-id} and, for an app token, at /me.
import type { App } from '../../store/nouns.ts';
import type { GraphCall } from '../call.ts';
import { type NodeType, readFields, show } from '../fields.ts';
import { linkOf } from './subscribed-apps.ts';

const appType: NodeType<App> = {
  name: 'Application',
  fields: new Map<string, (app: App) => unknown>([
    ['id', (app) => app.graphId],
    ['name', (app) => app.name],
    ['link', linkOf],
    ['icon_url', (app) => app.icon ?? undefined],
    ['logo_url', (app) => app.icon ?? undefined],
  ]),
  defaults: ['link', 'name', 'id'],
};

export function showApp(app: App, { parameters }: Pick<GraphCall, 'parameters'>): object {
  return show(appType, app, readFields(parameters, appType));
}
