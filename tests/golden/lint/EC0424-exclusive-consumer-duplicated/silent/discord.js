const express = require('express');
const { Client } = require('discord.js');

const client = new Client({ intents: [] });
if (process.env.NODE_APP_INSTANCE === '0') client.login(process.env.DISCORD_TOKEN);
express().listen(3000);
