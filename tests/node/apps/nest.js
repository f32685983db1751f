// NestJS with shutdown hooks, decorators called by hand: what its compiler makes of them.
require('reflect-metadata');
const { who, port } = require('./common');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

class Root {
    answer() { return who(); }
    onApplicationShutdown(signal) { console.log(`hooks have run after ${signal}`); }
}
Get()(Root.prototype, 'answer', Object.getOwnPropertyDescriptor(Root.prototype, 'answer'));
Controller()(Root);
class App {}
Module({ controllers: [Root] })(App);

setInterval(() => {}, 1000).ref(); // a connection to a database keeps it alive
NestFactory.create(App, { logger: ['error'] }).then((app) => app.enableShutdownHooks().listen(port));
