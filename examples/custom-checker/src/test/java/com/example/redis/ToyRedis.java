package com.example.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server on loopback that answers PING with a line of one's choice. */
final class ToyRedis implements AutoCloseable {

  private final ServerSocket listening;
  private final String answer;

  ToyRedis(String answer) throws IOException {
    this.answer = answer;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("toy-redis").start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        try (Socket client = listening.accept()) {
          BufferedReader in =
              new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
          String answered = "PING".equals(in.readLine()) ? answer : "-ERR unknown command";
          client.getOutputStream().write((answered + "\r\n").getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
