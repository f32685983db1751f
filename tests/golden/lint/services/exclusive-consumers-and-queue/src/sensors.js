const mqtt = require('mqtt');

const client = mqtt.connect(process.env.MQTT_URL, { clientId: 'notifier', clean: false });

client.subscribe('sensors/+/alarm', { qos: 1 });
client.on('message', async (topic, payload) => {
  await fetch(process.env.ALARM_URL, { method: 'POST', body: JSON.stringify({ topic, alarm: payload.toString() }) });
});
