import fastify, { type FastifyError, type FastifyInstance } from 'fastify';

import { Rejection } from './errors';
import { exchange } from './exchange';
import { configurationRoutes } from './routes/configuration';
import { sessionRoutes } from './routes/session';
import { smsRoutes } from './routes/sms';
import type { Route, Context } from './context';

// A version may stand after the category: /sms/v17.0/templates.
const VERSION = /^(\/[^/?]+)\/v\d+(?:\.\d+)*(?=[/?]|$)/;

/**
 * @returns the HTTP server of a context, not yet listening
 */
export function buildServer(context: Context): FastifyInstance {
	const app = fastify({
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		rewriteUrl: ({ url = '' }) => url.replace(VERSION, '$1'),
		routerOptions: { ignoreTrailingSlash: true },
	});
	acceptAnyBody(app);
	for (const route of [...sessionRoutes, ...smsRoutes, ...configurationRoutes]) {
		const others = app.supportedMethods.filter((method) => method !== route.method);
		serve(app, context, route, [route.method]);
		serve(app, context, rejecting(new Rejection(405, 'Method not allowed'), route.path), others);
	}
	const notFound = rejecting(new Rejection(404, 'No such resource'));
	app.setNotFoundHandler((request, reply) => exchange(context, notFound, request, reply));
	// Fastify's own rejections (a body too large, no media type) and our own mistakes.
	app.setErrorHandler<FastifyError>((error, request, reply) => {
		const rejection = new Rejection(error.statusCode ? 400 : 500, error.message);
		return exchange(context, rejecting(rejection), request, reply);
	});
	return app;
}

function serve(app: FastifyInstance, context: Context, route: Route, methods: string[]): void {
	app.route({
		method: methods,
		url: route.path,
		handler: (request, reply) => exchange(context, route, request, reply),
	});
}

function rejecting(rejection: Rejection, path = ''): Route {
	const handle = () => {
		throw rejection;
	};
	return { name: 'unknown', method: '', path, handle };
}

/** Leaves it to the routes to reject a body that is not JSON: they see none. */
function acceptAnyBody(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
		const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
		done(null, isJson ? parsed(String(body)) : undefined);
	});
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
